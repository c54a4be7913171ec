"""Seal everything anew under the first of ENCRYPTION_KEYS, and say when an old key is needed no more (A11)."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from audit.rotation import Rotation, rotate
from audit.sealing import seal
from core import clock, crypto, sealed

SHOWN = 10  # ids of rows that do not open; the first few tell a person where to look


class Command(BaseCommand):
    help = (
        "Seals everything that is encrypted anew under the first of ENCRYPTION_KEYS. The service goes on meanwhile; a "
        "run that was stopped or killed is run again. Then seals the record with AUDIT_KEY. "
        "docs/keys.md has the whole procedure."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--report", action="store_true", help="change nothing; say how much is under which key")

    def handle(self, *_: Any, report: bool, **__: Any) -> None:
        """Raises CommandError, which is exit code 1, where something is left under another key than the first."""
        try:
            newest, *older = crypto.key_ring()
        except crypto.BadKeyRing as error:
            raise CommandError(f"ENCRYPTION_KEYS: {error}") from None
        if not report:
            self._rotate()
        lines, strange, left = _held(newest, older)
        self.stdout.write("\n".join(lines))
        if strange:
            raise CommandError(
                f"ENCRYPTION_KEYS does not hold {_listed(strange)}, under which these rows are sealed. "
                "Put the key back behind the others, or they stay closed."
            )
        if left:
            raise CommandError(f"{_rows(left)} left under another key than {newest}: run manage.py rotate_keys.")
        self.stdout.write(f"Everything is sealed under {newest}.")
        self.stdout.write(_may_go(newest, older))

    def _rotate(self) -> None:
        total = sum(sealed.left(column) for column in sealed.columns())
        with tqdm(total=total, desc="Sealing anew", unit=" rows", disable=None) as bar:
            rotation = rotate(progress=bar.update)
        seal(at=clock.now())
        self.stdout.write(f"{_rows(sum(rotation.done.values()))} sealed anew under {rotation.key_id}.")
        self.stdout.write("The record is sealed with the present AUDIT_KEY.")
        for line in _unopened(rotation):
            self.stderr.write(line)


def _held(newest: str, older: list[str]) -> tuple[list[str], list[str], int]:
    """A line for each kind of secret and key, the key ids that are not held, and how many rows are under other keys."""
    lines, strange, left = [], set(), 0
    for column in sealed.columns():
        counted = sealed.counts(column)
        lines.append(f"{column.what}:{'' if counted else ' none'}")
        for key_id, number in counted.items():
            word = "the newest" if key_id == newest else "older" if key_id in older else "NOT IN ENCRYPTION_KEYS"
            lines.append(f"  {number:>12,} under {key_id} ({word})")
            left += number if key_id != newest else 0
        strange.update(counted.keys() - {newest, *older})
    return lines, sorted(strange), left


def _may_go(newest: str, older: list[str]) -> str:
    if not older:
        return "ENCRYPTION_KEYS holds no other key."
    return (
        f"Once every web server, worker and scheduler has been restarted with {newest} in front and this has been said "
        f"again, {_listed(older)} may be taken out of ENCRYPTION_KEYS. Keep what backups need elsewhere."
    )


def _unopened(rotation: Rotation) -> Iterable[str]:
    for what, ids in rotation.unopened.items():
        if ids:
            more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
            yield f"Does not open, and stays as it is: {what}, rows {', '.join(map(str, ids[:SHOWN]))}{more}."


def _rows(number: int) -> str:
    return "1 row is" if number == 1 else f"{number:,} rows are"


def _listed(names: list[str]) -> str:
    return ", ".join(names)
