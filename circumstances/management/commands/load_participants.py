"""`manage.py load_participants FILE.csv`: load an extract of LMS and PRaP (G4; docs/extracts.md)."""

from typing import ClassVar

from circumstances.extract.columns import COLUMNS
from circumstances.services import load_extract
from core import clock
from core.extracts import Extract, LoadCommand, Problems


class Command(LoadCommand):
    help = "Load participants from a CSV extract: all of it or, where anything is wrong, nothing."
    columns: ClassVar[tuple[str, ...]] = COLUMNS

    def load(self, extract: Extract, problems: Problems) -> str:
        counts = load_extract(extract, problems, today=clock.today())
        return (
            f"Loaded {counts.participants:,} participants: {counts.new:,} new, {counts.changed:,} changed, "
            f"{counts.unchanged:,} as they were."
        )
