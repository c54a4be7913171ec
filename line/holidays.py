"""Bank holidays of England and Wales, from the data that comes with a package: nothing is fetched (L1).

The data ends some years ahead; `line.checks` warns six months before it does.
"""

from datetime import date
from functools import cache


@cache
def bank_holidays() -> dict[date, str]:
    """Every bank holiday that is known, with its name."""
    from govuk_bank_holidays.bank_holidays import BankHolidays  # brings an HTTP client, which is not always needed

    known = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return {holiday["date"]: str(holiday["title"]) for holiday in known}


def known_until() -> date:
    """The last day of the years whose bank holidays are known."""
    return date(max(bank_holidays()).year, 12, 31)
