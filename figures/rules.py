"""Periods of whole days in London, and what a table of figures is. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.dates import in_words

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
MOST_DAYS = 366
MOST_DAYS_BY_DAY = 62
"""A longer period is shown month by month."""

Cell = str | int
FORMULA = ("=", "+", "-", "@", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both of them in it. A day has 23, 24 or 25 hours."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time.min, LONDON)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + DAY, time.min, LONDON)

    @property
    def length(self) -> int:
        """In days."""
        return (self.last - self.first).days + 1

    @property
    def days(self) -> Iterator[date]:
        return (self.first + number * DAY for number in range(self.length))


@dataclass(frozen=True)
class Table:
    """Figures as rows: what a picture is drawn from, what stands beside it, and what is downloaded."""

    slug: str
    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    drawn: int | None = None
    """The column that the picture shows, or None where there is no picture."""
    upright: bool = False

    @property
    def cells(self) -> list[list[tuple[Cell, bool]]]:
        """Each row's cells, with whether it is a number."""
        return [[(cell, isinstance(cell, int)) for cell in row] for row in self.rows]

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """Each column's name, with whether numbers stand below it."""
        below = self.rows[0] if self.rows else ()
        numbers = [isinstance(cell, int) for cell in below] or [False] * len(self.columns)
        return list(zip(self.columns, numbers, strict=True))


def fault_of(first: date, last: date) -> str:
    """What is wrong with such a period, in words; empty where nothing is."""
    if last < first:
        return "The last day must be the same as or after the first day"
    if (last - first).days >= MOST_DAYS:
        return f"Choose {MOST_DAYS} days or fewer"
    return ""


def shortcuts(today: date) -> list[tuple[str, Period]]:
    """Periods that people ask for most."""
    this_month = today.replace(day=1)
    last_month = (this_month - DAY).replace(day=1)
    return [
        ("Today", Period(today, today)),
        ("Last 7 days", Period(today - 6 * DAY, today)),
        ("This month", Period(this_month, today)),
        ("Last month", Period(last_month, this_month - DAY)),
    ]


def by_day_or_month(period: Period, counted: dict[date, int]) -> list[tuple[Cell, ...]]:
    """A row for each day of the period, also where nothing happened; of a long one, for each month."""
    if period.length <= MOST_DAYS_BY_DAY:
        return [(f"{day:%a} {in_words(day)}", counted.get(day, 0)) for day in period.days]
    months: dict[str, int] = {}
    for day in period.days:
        months[f"{day:%B %Y}"] = months.get(f"{day:%B %Y}", 0) + counted.get(day, 0)
    return list(months.items())


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe before it."""
    if isinstance(cell, str) and (cell.lstrip().startswith(FORMULA) or cell[:1] in {"\t", "\r", "\n"}):
        return f"'{cell}"
    return cell
