"""When the line is open (L1, WP 14; MWA 6): 08:00 to 18:00, Monday to Friday, Europe/London; and outages. Pure.

`now` is aware. Closed days are dates with the reason why: bank holidays and closures.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.dates import with_weekday

LONDON = ZoneInfo("Europe/London")
OPENS = time(8)
CLOSES = time(18)
LAST_HOUR = time(17)
FRIDAY = 4
LOOK_AHEAD = 370
"""Days to look for the next opening: a line shut for longer has none to announce."""

ClosedDays = Mapping[date, str]


def is_open_day(day: date, closed_days: ClosedDays) -> bool:
    """Whether the line opens at all that day."""
    return day.weekday() <= FRIDAY and day not in closed_days


def is_open(now: datetime, closed_days: ClosedDays) -> bool:
    """Whether a call can be opened: 08:00 is in, 18:00 is out."""
    here = now.astimezone(LONDON)
    return is_open_day(here.date(), closed_days) and OPENS <= here.time() < CLOSES


def next_opening(now: datetime, closed_days: ClosedDays) -> datetime | None:
    """The next moment, later than `now`, at which the line opens; None where no day in sight is open."""
    here = now.astimezone(LONDON)
    first = 0 if here.time() < OPENS else 1
    days = (here.date() + timedelta(days=ahead) for ahead in range(first, LOOK_AHEAD))
    day = next((day for day in days if is_open_day(day, closed_days)), None)
    return datetime.combine(day, OPENS, LONDON) if day else None


def minutes_to_closing(now: datetime, closed_days: ClosedDays) -> int | None:
    """Whole minutes until 18:00, 1 in the last of them; None while the line is shut.

    Clocks change at night on Sundays, so the hands of the clock are enough.
    """
    if not is_open(now, closed_days):
        return None
    here = now.astimezone(LONDON)
    seconds = (CLOSES.hour - here.hour) * 3600 - here.minute * 60 - here.second
    return -(-seconds // 60)


def in_last_hour(now: datetime, closed_days: ClosedDays) -> bool:
    """Whether the minutes left are to be shown (L3): from 17:00 while open."""
    return is_open(now, closed_days) and now.astimezone(LONDON).time() >= LAST_HOUR


def why_closed(now: datetime, closed_days: ClosedDays) -> str:
    """Why the line is shut, as a sentence's end ("The line is shut: ..."); empty while it is open."""
    here = now.astimezone(LONDON)
    if is_open(now, closed_days):
        return ""
    if here.weekday() > FRIDAY:
        return "it is the weekend"
    if here.date() in closed_days:
        return closed_days[here.date()]
    return "it opens at 8am" if here.time() < OPENS else "it closed at 6pm"


CLOSED_AT_MOST_AHEAD = timedelta(days=2 * 365)


def trouble_with_closure(day: date, *, today: date, bank_holidays: ClosedDays) -> str:
    """What speaks against closing the line on a day, as a sentence; empty where nothing does."""
    if day < today:
        return "The date must be today or in the future"
    if day > today + CLOSED_AT_MOST_AHEAD:
        return "The date must be within two years from today"
    if day.weekday() > FRIDAY:
        return f"The line is shut on {with_weekday(day)} anyway: it is the weekend"
    if day in bank_holidays:
        return f"The line is shut on {with_weekday(day)} anyway: it is a bank holiday ({bank_holidays[day]})"
    return ""


PEAK_HOURS = (8, 17)
QUIET_HOURS = (11, 12, 13, 14, 15)
"""The hours, by the number they begin with, when a call takes long to be answered and when it does not (MWA 6)."""

LONGEST_OUTAGE = timedelta(days=366)


def expected_words(ends_at: datetime | None, now: datetime) -> str:
    """How long an outage is expected to last, as a sentence (WP 56; MWA 50). `ends_at` is None where nobody knows."""
    if ends_at is None:
        return "It is not known yet how long this will last."
    here, then = now.astimezone(LONDON), ends_at.astimezone(LONDON)
    day = "today" if here.date() == then.date() else f"on {with_weekday(then)}"
    if then <= here:
        return f"It was expected to be over by {then:%H:%M} {day}, and is not over yet."
    return f"It is expected to be over by {then:%H:%M} {day}."
