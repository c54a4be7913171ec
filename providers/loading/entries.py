"""Rows of the file that make sense by themselves. Columns: `docs/approved-list.md`."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from core.extracts import Extract, Problems, Row, progress
from programmes.types import Programme

from ..rules import names

COLUMNS = ("record", "prime", "company", "programme", "caller", "starts_on", "ends_on")


class Kind(StrEnum):
    """What a row of the file is about, in the order in which they build on one another."""

    PRIME = "prime"
    CONTRACT = "contract"
    SUBCONTRACTOR = "subcontractor"
    CALLER = "caller"


NEEDED: dict[Kind, tuple[str, ...]] = {
    Kind.PRIME: ("prime",),
    Kind.CONTRACT: ("prime", "programme", "starts_on"),
    Kind.SUBCONTRACTOR: ("prime", "company", "starts_on"),
    Kind.CALLER: ("prime", "company", "caller", "starts_on"),
}
USED: dict[Kind, tuple[str, ...]] = {
    Kind.PRIME: ("prime",),
    Kind.CONTRACT: ("prime", "programme", "starts_on", "ends_on"),
    Kind.SUBCONTRACTOR: ("prime", "company", "starts_on", "ends_on"),
    Kind.CALLER: ("prime", "company", "caller", "starts_on", "ends_on"),
}


@dataclass
class Entry:
    """A row of the file that makes sense by itself."""

    line: int
    kind: Kind
    prime: str
    company: str
    programme: str
    caller: str
    starts_on: date | None
    ends_on: date | None
    row: Row = field(repr=False)


def read_entries(extract: Extract, problems: Problems) -> list[Entry]:
    """The rows by kind, primes first; what is wrong with any of them is noted."""
    rows = progress(extract.rows(problems), label="Reading", total=extract.count)
    entries = [entry for row in rows if (entry := _entry(row))]
    order = list(Kind)
    return sorted(entries, key=lambda entry: (order.index(entry.kind), entry.line))


def _entry(row: Row) -> Entry | None:
    if row["record"].lower() not in set(Kind):
        row.problem("record", f"must be one of: {', '.join(Kind)}")
        return None
    kind, before = Kind(row["record"].lower()), row.problems_so_far
    for column in COLUMNS[1:]:
        if column in NEEDED[kind] and not row[column]:
            row.problem(column, f"is empty: a {kind} needs it")
        elif column not in USED[kind] and row[column]:
            row.problem(column, f"must be empty: a {kind} has none")
    _check_texts(row, USED[kind])
    starts_on, ends_on = (row.day(column) if column in USED[kind] else None for column in ("starts_on", "ends_on"))
    if starts_on and ends_on and ends_on < starts_on:
        row.problem("ends_on", "is before starts_on")
    if row.problems_so_far > before:
        return None
    texts = {column: " ".join(row[column].split()) for column in ("prime", "company", "caller")}
    return Entry(
        row.line, kind, programme=row["programme"].lower(), starts_on=starts_on, ends_on=ends_on, row=row, **texts
    )


def _check_texts(row: Row, used: tuple[str, ...]) -> None:
    """What a column must hold where the row may have it: a cell that must be empty is one problem, not two."""
    for column in {"prime", "company", "caller"}.intersection(used):
        row.text(column, names.LONGEST)
        if row[column] and not names.fold(row[column]):
            row.problem(column, "must have at least one letter or number")
    if "programme" in used and row["programme"] and row["programme"].lower() not in set(Programme):
        row.problem("programme", f"must be one of: {', '.join(Programme)}")
