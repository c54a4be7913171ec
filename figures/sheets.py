"""Figures as CSV, written out row by row."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

from .rules import Cell, harmless

# So that a spreadsheet reads names with accents as they are written.
MARK = "\ufeff"


class _Echo:
    """A file that hands back each line that is written to it."""

    def write(self, line: str) -> str:
        return line


def sheet(name: str, columns: Sequence[str], rows: Iterable[tuple[Cell, ...]]) -> StreamingHttpResponse:
    """The rows as a file to download. No cell of it is a formula to a spreadsheet."""
    response = StreamingHttpResponse(_written(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _written(columns: Sequence[str], rows: Iterable[tuple[Cell, ...]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield MARK + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])
