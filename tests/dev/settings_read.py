"""What the service reads from its environment, taken from its source: nothing has to be told of a new setting."""

import ast
import functools
import subprocess
from collections.abc import Iterator
from typing import Any

from dev.paths import CHECKOUT

NOT_THE_SERVICE = {"dev", "tests", "bench"}
NAMED_IN_A_CONSTANT = {"APPLICATION_ROLE_PASSWORD", "DATABASE_URL", "REDIS_URL"}
READERS = {"env.text", "env.flag", "env.words", "env.number", "os.environ.get", "os.environ.setdefault"}
Limits = tuple[int, int, int]


@functools.cache
def names() -> frozenset[str]:
    """Every variable that the service reads."""
    read = {str(_value(call.args[0])) for call in _calls() if ast.unparse(call.func) in READERS if _named(call)}
    return frozenset(read | set(numbers()) | NAMED_IN_A_CONSTANT)


@functools.cache
def numbers() -> dict[str, Limits]:
    """The numbers among them: what each is where nothing is set, the lowest and the highest that is taken."""
    found: dict[str, Limits] = {}
    for call in _calls():
        reader = ast.unparse(call.func)
        if reader not in {"env.number", "env.rising"}:
            continue
        limits = {keyword.arg: _value(keyword.value) for keyword in call.keywords}
        values = [_value(value) for value in call.args]
        for name, default in [values] if reader == "env.number" else values:
            found[name] = (default, limits.get("lowest", 1), limits["highest"])
    return found


def _calls() -> Iterator[ast.Call]:
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    for path in listed.stdout.splitlines():
        if path.split("/")[0] not in NOT_THE_SERVICE:
            tree = ast.parse((CHECKOUT / path).read_text())
            yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _named(call: ast.Call) -> bool:
    """Whether the variable's name stands in the call itself, and not in a constant or an argument."""
    return isinstance(call.args[0], ast.Constant)


def _value(node: ast.expr) -> Any:
    """What an expression of plain numbers and texts comes to."""
    return eval(compile(ast.Expression(node), "settings", "eval"), {"__builtins__": {}})  # noqa: S307
