"""Check the whole record: chains, seals and guards. Exit code 1 where anything is wrong (G2)."""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from audit.models import Seal
from audit.sealing import without_time_limit
from audit.verification import faults, size


class Command(BaseCommand):
    help = "Checks that nothing in the record of who did what was changed, added in between or deleted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--known", metavar="NUMBER:DIGEST", help="A seal as it stands in the log: it must still be there, the same."
        )

    def handle(self, *_: Any, known: str | None, **__: Any) -> None:
        """Raises CommandError, which is exit code 1, with the number of faults."""
        with transaction.atomic():
            without_time_limit()
            self._check(_known(known))

    def _check(self, known: tuple[int, bytes] | None) -> None:
        found = 0
        for fault in faults(known):
            found += 1
            self.stdout.write(str(fault))
        if found:
            raise CommandError(f"The record is not whole: {found} {'fault' if found == 1 else 'faults'}, named above.")
        counted = size()
        last = Seal.objects.order_by("-number").first()
        self.stdout.write(f"The record is whole: {counted.events} events in {counted.chains} chains.")
        self.stdout.write(f"{counted.unsealed} of them are not sealed yet; the next seal covers them.")
        self.stdout.write(f"The last seal is {last}." if last else "There is no seal yet.")


def _known(text: str | None) -> tuple[int, bytes] | None:
    if text is None:
        return None
    parts = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", text.strip())
    if not parts:
        raise CommandError("--known takes a seal as it was logged: its number, a colon and 64 characters.")
    return int(parts[1]), bytes.fromhex(parts[2])
