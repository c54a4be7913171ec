"""Is the line open, and when next? (L1, L3)"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from . import rules
from .holidays import bank_holidays
from .models import Closure


@dataclass(frozen=True)
class LineState:
    """The line at one moment. `minutes_left` is None before 17:00 and while shut; `minutes_to_closing` while shut."""

    open: bool
    next_opening: datetime | None
    minutes_left: int | None
    minutes_to_closing: int | None
    why_closed: str


def closed_days(*, since: date) -> dict[date, str]:
    """Bank holidays, and closures from that day on, with the reason. One query."""
    closures = Closure.objects.filter(date__gte=since).values_list("date", "reason")
    shut = {day: f"it is a bank holiday ({name})" for day, name in bank_holidays().items()}
    return shut | {day: f"it is closed today ({reason})" for day, reason in closures}


def line_state(now: datetime) -> LineState:
    """Everything that the console says of the line. One query."""
    closed = closed_days(since=now.astimezone(rules.LONDON).date())
    minutes = rules.minutes_to_closing(now, closed)
    return LineState(
        open=minutes is not None,
        next_opening=None if minutes is not None else rules.next_opening(now, closed),
        minutes_left=minutes if rules.in_last_hour(now, closed) else None,
        minutes_to_closing=minutes,
        why_closed=rules.why_closed(now, closed),
    )


def upcoming_closures(*, today: date) -> list[Closure]:
    """Closures of today and later, soonest first."""
    return list(Closure.objects.filter(date__gte=today))


def past_closures(*, today: date) -> list[Closure]:
    """Closures of the last year, latest first."""
    return list(Closure.objects.filter(date__lt=today, date__gte=today - timedelta(days=365)).order_by("-date"))


def upcoming_bank_holidays(*, today: date, count: int = 8) -> list[tuple[date, str]]:
    """The next bank holidays with their names, soonest first."""
    return sorted((day, name) for day, name in bank_holidays().items() if day >= today)[:count]
