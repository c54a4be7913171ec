"""`manage.py call_journey [--check]`: write docs/call-journey.md, or say that it has drifted."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from calls import journey


class Command(BaseCommand):
    help = "Writes docs/call-journey.md from the flow of a call; with --check only says whether it has drifted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 where it has drifted")

    def handle(self, *_: Any, check: bool, **__: Any) -> None:
        """Raises CommandError where the document is not what the flow says."""
        made = journey.document()
        kept = journey.DOCUMENT.read_text() if journey.DOCUMENT.exists() else ""
        name = journey.DOCUMENT.relative_to(journey.DOCUMENT.parents[1])
        if not check:
            journey.DOCUMENT.write_text(made)
            self.stdout.write(f"Wrote {name}.")
        elif kept != made:
            raise CommandError(f"{name} is not what the flow says now. Run manage.py call_journey and commit it.")
        else:
            self.stdout.write(f"{name} is what the flow says.")
