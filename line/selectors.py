"""Is the line open, and when next? (L1, L3)"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from . import rules
from .holidays import bank_holidays
from .models import Closure

DAYS_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Shut:
    """A weekday on which the line does not open, and why."""

    day: date
    reason: str
    today: bool


@dataclass(frozen=True)
class LineState:
    """The line at one moment. `minutes_left` is None before 17:00 and while shut; `minutes_to_closing` while shut.

    `shut` are today and the days of the next two weeks on which it is shut and otherwise would not be.
    """

    open: bool
    next_opening: datetime | None
    minutes_left: int | None
    minutes_to_closing: int | None
    why_closed: str
    shut: tuple[Shut, ...] = ()


def closed_days(*, since: date) -> dict[date, str]:
    """Bank holidays, and closures from that day on, with the reason. One query."""
    return _why(_closures(since))


def line_state(now: datetime) -> LineState:
    """Everything that the console says of the line. One query."""
    today = now.astimezone(rules.LONDON).date()
    closures = _closures(today)
    closed = _why(closures)
    minutes = rules.minutes_to_closing(now, closed)
    return LineState(
        open=minutes is not None,
        next_opening=None if minutes is not None else rules.next_opening(now, closed),
        minutes_left=minutes if rules.in_last_hour(now, closed) else None,
        minutes_to_closing=minutes,
        why_closed=rules.why_closed(now, closed),
        shut=tuple(_shut(closures, today)),
    )


def _closures(since: date) -> dict[date, str]:
    return dict(Closure.objects.filter(date__gte=since).values_list("date", "reason"))


def _why(closures: Mapping[date, str]) -> dict[date, str]:
    shut = {day: f"it is a bank holiday ({name})" for day, name in bank_holidays().items()}
    return shut | {
        day: f"the business management team has closed it for today ({reason})" for day, reason in closures.items()
    }


def _shut(closures: Mapping[date, str], today: date) -> Iterator[Shut]:
    """A closure's own reason, as callers are told it, also where the day is a bank holiday too."""
    reasons = {day: f"bank holiday ({name})" for day, name in bank_holidays().items()} | dict(closures)
    for day in sorted(reasons):
        if today <= day <= today + DAYS_AHEAD and day.weekday() <= rules.FRIDAY:
            yield Shut(day, reasons[day], today=day == today)


def upcoming_closures(*, today: date) -> list[Closure]:
    """Closures of today and later, soonest first."""
    return list(Closure.objects.filter(date__gte=today))


def past_closures(*, today: date) -> list[Closure]:
    """Closures of the last year, latest first."""
    return list(Closure.objects.filter(date__lt=today, date__gte=today - timedelta(days=365)).order_by("-date"))


def upcoming_bank_holidays(*, today: date, count: int = 8) -> list[tuple[date, str]]:
    """The next bank holidays with their names, soonest first."""
    return sorted((day, name) for day, name in bank_holidays().items() if day >= today)[:count]
