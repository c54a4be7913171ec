"""`manage.py make_extract --participants N --seed S`: a synthetic extract, the same file for the same arguments."""

import csv
import os
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from random import Random
from typing import Protocol

from django.core.management.base import BaseCommand, CommandError, CommandParser

from circumstances.extract.columns import COLUMNS
from circumstances.synthetic.life import Cells, World, participant
from circumstances.synthetic.words import DEFAULT_PRIMES
from core.extracts import progress

MOST = 1_000_000
# A fixed day, so that the file depends on the arguments alone.
DEFAULT_TODAY = date(2026, 11, 2)
EARLIEST, LATEST = date(1950, 1, 1), date(2090, 1, 1)


class Writable(Protocol):
    def write(self, text: str, /) -> object: ...


class Command(BaseCommand):
    help = "Write a believable extract of people who do not exist; load it with load_participants."

    requires_system_checks = ()  # it writes people who do not exist: it needs no database and none of the secrets

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--participants", type=int, required=True, metavar="N", help=f"1 to {MOST:,}")
        parser.add_argument("--seed", type=int, required=True, metavar="S", help="the same file for the same number")
        parser.add_argument(
            "--prime", action="append", metavar="NAME", dest="primes",
            help=f"a prime provider of the approved list; may be given again; without it: {', '.join(DEFAULT_PRIMES)}",
        )  # fmt: skip
        parser.add_argument(
            "--today", default=DEFAULT_TODAY.isoformat(), metavar="YYYY-MM-DD", help="the day on which it is taken"
        )
        parser.add_argument("--output", type=Path, metavar="FILE", help="where to write it; otherwise it is printed")

    def handle(
        self,
        *args: object,
        participants: int,
        seed: int,
        primes: list[str] | None,
        today: str,
        output: Path | None,
        **options: object,
    ) -> None:
        if not 1 <= participants <= MOST:
            raise CommandError(f"--participants must be from 1 to {MOST:,}.")
        world = World(Random(seed), _primes(primes), _day(today))  # noqa: S311 - a seed, not a secret
        people = progress(range(participants), total=participants, label="Making participants")
        rows = (row for _ in people for row in participant(world))
        if output is None:
            self._print(rows)
            return
        try:
            with output.open("w", encoding="utf-8", newline="") as file:
                _write(file, rows)
        except (OSError, ValueError):
            raise CommandError(
                "The file cannot be written. Check the name and the permissions of its folder."
            ) from None
        self.stderr.write(f"Wrote {participants:,} participants to {output}.")

    def _print(self, rows: Iterable[Cells]) -> None:
        """Write to the terminal, or to a command that may have read enough: `... | head` ends without a word."""
        try:
            _write(self.stdout, rows)
            self.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains once more at its end


def _primes(given: list[str] | None) -> list[str]:
    primes = given or DEFAULT_PRIMES
    if not all(name.strip() and name.isprintable() for name in primes):
        raise CommandError("--prime must be the name of a prime provider, in one line.")
    return [" ".join(name.split()) for name in primes]


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CommandError("--today must be a real date like 2026-11-21.") from None
    if not EARLIEST <= day <= LATEST:
        raise CommandError(f"--today must be between {EARLIEST.year} and {LATEST.year}.")
    return day


def _write(file: Writable, rows: Iterable[Cells]) -> None:
    writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
