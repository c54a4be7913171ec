"""The demonstration's clock: outside the line's hours it runs ahead to the next morning when the line is open.

A console that says "closed" to whoever tries it on a Saturday shows nothing. docs/decisions/0003 has the reasons.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
OPENS, CLOSES = time(8), time(18)
MORNING = time(10)
REAL = "real"


def seconds_ahead(now: datetime, is_bank_holiday: Callable[[date], bool]) -> int:
    """How far to move the clock so that the line is open: 0 within hours, else to 10:00 on the next working day."""
    local = now.astimezone(LONDON)
    if _works(local.date(), is_bank_holiday) and OPENS <= local.time() < CLOSES:
        return 0
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    while not _works(day, is_bank_holiday):
        day += timedelta(days=1)
    moment = datetime.combine(day, MORNING, tzinfo=LONDON)
    return round(moment.timestamp() - now.timestamp())


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
