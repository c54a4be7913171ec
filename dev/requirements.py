"""Which numbered behaviours have a test: `make requirements`."""

import contextlib
import io
import os
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .messages import Stop, say, stopping
from .paths import CHECKOUT

REGISTER = CHECKOUT / "tests" / "requirements.toml"
MARK = "req"


@dataclass(frozen=True)
class Register:
    """The numbered behaviours: those due in this delivery and those that come later, number to title."""

    now: Mapping[str, str]
    later: Mapping[str, str]

    @property
    def titles(self) -> dict[str, str]:
        return {**self.now, **self.later}

    def unknown(self, numbers: Iterable[str]) -> list[str]:
        return sorted(set(numbers) - set(self.titles))


def read_register() -> Register:
    raw = tomllib.loads(REGISTER.read_text())
    return Register(now=raw["now"], later=raw["later"])


def numbers_of(item: Any) -> list[str]:
    """The numbers that a collected test names."""
    return [str(number) for mark in item.iter_markers(MARK) for number in mark.args]


def table(register: Register, tests: Mapping[str, int]) -> list[str]:
    """A line for every behaviour, due ones first."""
    lines = []
    for heading, rows in (("Due now", register.now), ("Later", register.later)):
        covered = sum(1 for number in rows if tests.get(number))
        lines += ["", f"{heading}: {covered} of {len(rows)} have a test", ""]
        lines += [f"{number:<4} {_tests(tests.get(number, 0)):>9}  {title}" for number, title in rows.items()]
    return lines


def missing(register: Register, tests: Mapping[str, int]) -> list[str]:
    """The behaviours due now that no test names."""
    return [number for number in register.now if not tests.get(number)]


def _tests(count: int) -> str:
    return "MISSING" if not count else f"{count} test{'s' if count > 1 else ''}"


@dataclass
class Collector:
    """A pytest plugin that counts, and runs nothing."""

    tests: Counter[str] = field(default_factory=Counter)

    def pytest_collection_finish(self, session: Any) -> None:
        for item in session.items:
            self.tests.update(set(numbers_of(item)))


def collect() -> Mapping[str, int]:
    """How many tests name each number. Raises Stop where the tests cannot be collected."""
    import pytest

    # Collecting touches no database; an address keeps the bundled one from being started for nothing.
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    collector, printed = Collector(), io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = pytest.main(["--collect-only", "-q", str(CHECKOUT / "tests")], plugins=[collector])
    if code:
        raise Stop(f"The tests could not be collected.\n{printed.getvalue().strip()}")
    return collector.tests


def main() -> None:
    """Print the table. Raises Stop naming what is due and has no test."""
    register = read_register()
    tests = collect()
    say("\n".join(table(register, tests)))
    if gaps := missing(register, tests):
        raise Stop(f"{len(gaps)} behaviours due now have no test: {', '.join(gaps)}.")
    say("\nEvery behaviour that is due has a test.")


if __name__ == "__main__":
    with stopping():
        main()
