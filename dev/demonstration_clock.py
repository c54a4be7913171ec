"""The demonstration's clock: outside the line's hours it runs ahead to the next morning when the line is open.

A console that says "closed" to whoever tries it on a Saturday shows nothing. docs/decisions/0003 has the reasons, and
0183 why it never starts before what is on record for that day.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
OPENS, CLOSES = time(8), time(18)
MORNING, LATEST_START = time(10), time(17)
STEP = timedelta(minutes=1)
REAL = "real"


LastRecorded = Callable[[datetime, datetime], datetime | None]


def seconds_ahead(now: datetime, is_bank_holiday: Callable[[date], bool], last_recorded: LastRecorded) -> int:
    """How far to move the clock so that the line is open: 0 within hours, else to 10:00 on the next working day.

    `last_recorded` gives the last moment on record from one to another: the clock starts after it, and on the next
    working day where that would leave less than an hour.
    """
    local = now.astimezone(LONDON)
    if _works(local.date(), is_bank_holiday) and OPENS <= local.time() < CLOSES:
        day, start = local.date(), _after(local, last_recorded)
    else:
        day, start = local.date() - timedelta(days=local.time() < OPENS), None
    while start is None:
        day += timedelta(days=1)
        if _works(day, is_bank_holiday):
            start = _after(_at(day, MORNING), last_recorded)
    return round(start.timestamp() - now.timestamp())


def last_in(database: str) -> LastRecorded:
    """What `seconds_ahead` asks, of the record in that database; nothing where there is none yet."""
    import psycopg

    def last_recorded(since: datetime, until: datetime) -> datetime | None:
        try:
            with psycopg.connect(database, connect_timeout=10) as connection:
                asked = "SELECT max(at) FROM audit_auditevent WHERE at >= %s AND at < %s"
                row = connection.execute(asked, (since, until)).fetchone()
        except psycopg.Error:  # no table yet; or no database, which is said where it is brought up to date
            return None
        return row[0] if row else None

    return last_recorded


def _after(moment: datetime, last_recorded: LastRecorded) -> datetime | None:
    """That moment, or a little after what is on record of the rest of its day; None where that leaves too little."""
    last = last_recorded(moment, _at(moment.date() + timedelta(days=1), time()))
    if last is None:
        return moment
    return last + STEP if last + STEP < _at(moment.date(), LATEST_START) else None


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=LONDON)


def _works(day: date, is_bank_holiday: Callable[[date], bool]) -> bool:
    return day.weekday() < 5 and not is_bank_holiday(day)


def bank_holiday(day: date) -> bool:
    """Whether banks are shut in England and Wales that day, from the list that comes with the package."""
    return day in _bank_holidays()


@cache
def _bank_holidays() -> frozenset[date]:
    from govuk_bank_holidays.bank_holidays import BankHolidays

    holidays = BankHolidays(use_cached_holidays=True)
    return frozenset(holiday["date"] for holiday in holidays.get_holidays(division=BankHolidays.ENGLAND_AND_WALES))
