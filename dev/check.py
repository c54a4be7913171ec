"""Every check but the tests, all of them run and every failure shown: `make check`."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from . import assets, keys, postgres
from .messages import Stop, complain, say, stopping
from .paths import CHECKOUT

TOOLS = Path(sys.executable).parent
MANAGE = (sys.executable, "manage.py")
COMMANDS = "management/commands"
ADDRESS = re.compile(
    r'"resolved"\s*:|https?://(?!json\.schemastore)|--(?:extra-)?index-url|^\s*registry\s*=', re.MULTILINE
)
SIDE_BY_SIDE = 2  # the types take one core as long as all else takes the other
LOCKS = ("package-lock.json", "requirements/*.txt", ".npmrc")


@dataclass(frozen=True)
class Outcome:
    """What one check came to."""

    passed: bool
    said: str = ""


@dataclass(frozen=True)
class Check:
    """A name to print, and what to run."""

    name: str
    run: Callable[[], Outcome]


def command(*words: str | Path) -> Callable[[], Outcome]:
    """A check that runs a program in the checkout and passes when it exits with 0."""

    def run() -> Outcome:
        done = subprocess.run([str(word) for word in words], cwd=CHECKOUT, capture_output=True, text=True, check=False)
        return Outcome(done.returncode == 0, (done.stdout + done.stderr).strip())

    return run


def management(name: str, *options: str) -> Callable[[], Outcome]:
    """A check that is one of our own management commands; it passes where the command is not written yet."""
    if not any(CHECKOUT.glob(f"*/{COMMANDS}/{name}.py")):
        return lambda: Outcome(passed=True, said="not written yet")
    return command(*MANAGE, name, *options)


def no_addresses() -> Outcome:
    """Lock files hold versions and hashes only: an address in one ties every machine to one server."""
    found = []
    for pattern in LOCKS:
        for path in sorted(CHECKOUT.glob(pattern)):
            for number, line in enumerate(path.read_text().splitlines(), start=1):
                if ADDRESS.search(line) and '"url"' not in line:
                    found.append(f"{path.relative_to(CHECKOUT)}:{number}: {line.strip()}")
    return Outcome(not found, "\n".join(found))


CHECKS = (
    Check("types hold", command(TOOLS / "mypy", ".")),
    Check("code is formatted", command(TOOLS / "ruff", "format", "--check", ".")),
    Check("code follows the rules", command(TOOLS / "ruff", "check", ".")),
    Check("imports run downwards", command(TOOLS / "lint-imports")),
    Check("templates are sound", command(TOOLS / "djlint", ".", "--lint", "--quiet")),
    Check("migrations are in step", command(*MANAGE, "makemigrations", "--check", "--dry-run")),
    Check("production settings pass", command(*MANAGE, "check", "--deploy", "--fail-level", "WARNING")),
    Check("the call's journey is documented", management("call_journey", "--check")),
    Check("who may do what is documented", management("who_may_do_what", "--check")),
    Check("lock files hold no address", no_addresses),
)


def main() -> None:
    """Run them all. Exits with 1 where any failed."""
    assets.ensure()
    with postgres.running() as database:
        os.environ.update(keys.PRODUCTION_LIKE | keys.fresh() | {"DATABASE_URL": database})
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            outcomes = pool.map(lambda check: check.run(), CHECKS)
            failed = [check.name for check, came in zip(CHECKS, outcomes, strict=True) if not _passes(check, came)]
    if failed:
        raise Stop(f"{len(failed)} of {len(CHECKS)} checks failed: {', '.join(failed)}.")
    say(f"All {len(CHECKS)} checks passed.")


def _passes(check: Check, outcome: Outcome) -> bool:
    say(f"{'ok    ' if outcome.passed else 'FAILED'} {check.name}")
    if not outcome.passed:
        complain(outcome.said)
    return outcome.passed


if __name__ == "__main__":
    with stopping():
        main()
