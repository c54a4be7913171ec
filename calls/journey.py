"""The call's journey as a document, made from `FLOW` and from the code of its steps, so that it cannot drift."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from programmes.policy import POLICIES
from programmes.scripts import SHARED, Script

from .flow import FLOW, ForEachParticipant
from .rules import MOST_PARTICIPANTS, Outcome
from .steps.base import Step

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent / "docs" / "call-journey.md"
NUMBERS = re.compile(r"\b[A-Z]\d+(?: to [A-Z]\d+)?\b")
INTRODUCTION = """\
# The journey of a call

Made by `manage.py call_journey` from `calls/flow.py`. Do not edit: change the flow and run the command again.

A call's place is derived from what is recorded: it is at the first step that applies and is not done. The numbers are
those of the requirements. Under each step stands all that may be said there; what is recorded decides what is.
`{participant}` and the like are the programme's own words, and what stands in [brackets] only the call knows.
"""


def document() -> str:
    """The whole document, ending with a line break."""
    steps = list(_steps())
    parts = [INTRODUCTION, _overview(steps), *(_section(*numbered) for numbered in steps), _outcomes()]
    return "\n".join(parts)


def _steps() -> Iterator[tuple[int, Step, bool]]:
    """Each step with its number, and whether it comes once for each participant."""
    number = 0
    for entry in FLOW:
        each = isinstance(entry, ForEachParticipant)
        for step in entry.steps if isinstance(entry, ForEachParticipant) else (entry,):
            number += 1
            yield number, step, each


def _overview(steps: list[tuple[int, Step, bool]]) -> str:
    lines = [
        "## The steps in order",
        "",
        "| no | step | part of the call | comes | requirements | can be answered again |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for number, step, each in steps:
        comes = f"for each participant, up to {MOST_PARTICIPANTS}" if each else "once"
        again = "until advice is recorded" if step.amendable else "no"
        lines.append(
            f"| {number} | {step.label} | {step.group} | {comes} | {', '.join(_requirements(step))} | {again} |"
        )
    return "\n".join([*lines, ""])


def _section(number: int, step: Step, each: bool) -> str:
    place = f"participants/<n>/{step.slug}/" if each else f"{step.slug}/"
    lines = [
        f"## {number}. {step.label}",
        "",
        _docstring(step),
        "",
        f"Address: `calls/<ref>/{place}`. Code: `{_file(step).relative_to(HERE.parent)}`. Button: {step.button}.",
        "",
    ]
    for script in _scripts(step):
        lines += [f"- {script.value.capitalize()}:", *(f"  - {line}" for line in _words(script))]
    return "\n".join([*lines, ""] if lines[-1] else lines)


def _words(script: Script) -> Iterator[str]:
    yield from SHARED[script]
    for policy in POLICIES.values():
        yield from (f"({policy.name}) {line}" for line in policy.own_scripts.get(script, ()))


def _outcomes() -> str:
    lines = ["## How a call ends", "", "| outcome | recorded by |", "| --- | --- |"]
    found = _endings()
    lines += [f"| {outcome.label} | {', '.join(found[outcome])} |" for outcome in Outcome]
    return "\n".join([*lines, ""])


def _endings() -> dict[Outcome, list[str]]:
    """Every function of the room that ends a call, by the outcome that it records."""
    found: dict[Outcome, list[str]] = {outcome: [] for outcome in Outcome}
    for path in sorted(HERE.rglob("*.py")):
        for function in _functions(path):
            where = f"`{path.relative_to(HERE.parent)}` `{function.name}`"
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "end":
                    for outcome in _members(call, "Outcome"):
                        if where not in found[Outcome[outcome]]:
                            found[Outcome[outcome]].append(where)
    return found


def _functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))


def _scripts(step: Step) -> Iterator[Script]:
    """The scripts that the step's module names, in the order of its text."""
    yield from (Script[name] for name in dict.fromkeys(_members(ast.parse(_file(step).read_text()), "Script")))


def _members(tree: ast.AST, enum: str) -> list[str]:
    """The members of an enum that the code names, in the order of its text."""
    named = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == enum
    ]
    return [node.attr for node in sorted(named, key=lambda node: (node.lineno, node.col_offset))]


def _requirements(step: Step) -> list[str]:
    return NUMBERS.findall(_docstring(step))


def _docstring(step: Step) -> str:
    return inspect.getdoc(inspect.getmodule(type(step))) or ""


def _file(step: Step) -> Path:
    return Path(inspect.getfile(type(step))).resolve()
