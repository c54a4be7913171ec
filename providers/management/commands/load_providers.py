"""`manage.py load_providers FILE.csv` (G4). Columns: `docs/approved-list.md`."""

from pathlib import Path

from django.core.management.base import CommandParser

from core import clock
from core.extracts import Extract, LoadCommand, Problems
from providers import loading
from providers.loading.entries import COLUMNS


class Command(LoadCommand):
    help = "Load the approved provider list from a CSV file: all of it or nothing. See docs/approved-list.md."
    columns = COLUMNS
    dry_run = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="only say what the file would change")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        self.dry_run = bool(options["dry_run"])
        super().handle(*args, file=file, **options)

    def load(self, extract: Extract, problems: Problems) -> str:
        if not self.dry_run:
            return str(loading.load(extract, problems, today=clock.today()))
        planned = loading.preview(extract, today=clock.today())
        lines = [f"{change.effect}: {change.name} {change.told}".strip() for change in planned.changes]
        if planned.is_empty:
            lines.append("The approved list would stay as it is.")
        return "\n".join([*lines, "Nothing was changed: this was a dry run."])
