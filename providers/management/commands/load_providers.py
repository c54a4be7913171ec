"""`manage.py load_providers FILE.csv` (G4). Columns: `docs/approved-list.md`."""

from core.extracts import Extract, LoadCommand, Problems
from providers.loading import load
from providers.loading.entries import COLUMNS


class Command(LoadCommand):
    help = "Load the approved provider list from a CSV file: all of it or nothing. See docs/approved-list.md."
    columns = COLUMNS

    def load(self, extract: Extract, problems: Problems) -> str:
        return str(load(extract, problems))
