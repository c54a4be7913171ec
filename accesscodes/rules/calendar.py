"""When codes are issued and come into force (A6; WP 47; MWA 43). A code is known by its issue day, not its month."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = 2
WEDNESDAY_TO_MONDAY = timedelta(days=5)


@dataclass(frozen=True)
class Issue:
    """One month's issue of codes: the Wednesday they are sent, the midnight they start."""

    issued_on: date
    in_force_from: datetime


def issue_day(year: int, month: int) -> date:
    """The last Wednesday of the month."""
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - WEDNESDAY) % 7)


def in_force_from(issued_on: date) -> datetime:
    """00:00 Europe/London on the Monday after the issue day, which can lie in the same month."""
    return datetime.combine(issued_on + WEDNESDAY_TO_MONDAY, time.min, tzinfo=LONDON)


def issue_of(year: int, month: int) -> Issue:
    issued_on = issue_day(year, month)
    return Issue(issued_on, in_force_from(issued_on))


def issue_covering(moment: datetime) -> Issue:
    """The issue whose codes are in force at an aware moment: the newest that has started.

    On the first days of a month it can be the issue of two months before. Raises ValueError for a naive moment.
    """
    return next(issue for issue in _latest_first(moment) if issue.in_force_from <= moment)


def issue_after(moment: datetime) -> Issue:
    """The next issue to come into force after an aware moment. Raises ValueError for a naive moment."""
    return [issue for issue in _latest_first(moment) if issue.in_force_from > moment][-1]


def _latest_first(moment: datetime) -> tuple[Issue, ...]:
    if moment.tzinfo is None:
        raise ValueError("The calendar of codes needs an aware moment.")
    local = moment.astimezone(LONDON)
    return _issues_around(local.year, local.month)


@lru_cache(maxsize=128)
def _issues_around(year: int, month: int) -> tuple[Issue, ...]:
    """The issues of the next month, this one and the two before, newest first."""
    months = year * 12 + month - 1
    return tuple(issue_of(each // 12, each % 12 + 1) for each in range(months + 1, months - 3, -1))
