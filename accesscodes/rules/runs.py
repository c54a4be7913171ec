"""What runs by itself and when: the issue, its reminders, the list of whom to ring (A6, A10; WP 47; MWA 43)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from .calendar import LONDON, Issue, issue_after, issue_covering

ISSUED_AT, REMINDED_AT, RUNG_AT = time(9), time(10), time(8)
DAY = timedelta(days=1)


class What(StrEnum):
    """The value is what BMT reads."""

    ISSUE = "Codes are made and the documents sent"
    FIRST_REMINDER = "First reminder to those who have not acknowledged"
    SECOND_REMINDER = "Second reminder to those who have not acknowledged"
    IN_FORCE = "The new codes are in force"
    RING = "List of whom to ring"


REMINDERS = (What.FIRST_REMINDER, What.SECOND_REMINDER)


@dataclass(frozen=True)
class Run:
    """One thing that happens for one issue, and from when on."""

    what: What
    at: datetime
    issue: Issue


def runs_of(issue: Issue) -> tuple[Run, ...]:
    """Everything that happens for an issue, in order: Wednesday, Thursday, Friday, Monday."""
    wednesday, monday = issue.issued_on, issue.in_force_from.date()
    moments = (
        (What.ISSUE, _at(wednesday, ISSUED_AT)),
        (What.FIRST_REMINDER, _at(wednesday + DAY, REMINDED_AT)),
        (What.SECOND_REMINDER, _at(wednesday + 2 * DAY, REMINDED_AT)),
        (What.IN_FORCE, issue.in_force_from),
        (What.RING, _at(monday, RUNG_AT)),
    )
    return tuple(Run(what, at, issue) for what, at in moments)


def runs_due(now: datetime) -> tuple[Run, ...]:
    """What must have been done by an aware moment, whatever was missed: doing it again has no effect.

    The issue in force, for whoever has joined since or was missed; from its Wednesday at 09:00 on the coming issue; and
    until its Monday the latest of its reminders, alone: somebody who was away on Thursday gets one email, not two.
    """
    present, coming = issue_covering(now), issue_after(now)
    issued, *rest = runs_of(coming)
    begun = [issued] if issued.at <= now else []
    reminders = [run for run in rest if run.what in REMINDERS and run.at <= now]
    return (runs_of(present)[0], *begun, *reminders[-1:])


def may_be_run_by_hand(issue: Issue, now: datetime) -> bool:
    """From midnight of its Wednesday, as long as its codes are the newest or in force."""
    return _at(issue.issued_on, time.min) <= now and issue in (issue_covering(now), issue_after(now))


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, tzinfo=LONDON)
