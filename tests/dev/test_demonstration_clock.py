"""Outside the line's hours the demonstration's clock runs ahead to when it is open."""

from datetime import date, datetime, timedelta

import pytest

from dev.demonstration_clock import LONDON, bank_holiday, seconds_ahead


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def there(now: datetime) -> datetime:
    """What the demonstration's clock shows."""
    return datetime.fromtimestamp(now.timestamp() + seconds_ahead(now, bank_holiday), tz=LONDON)


@pytest.mark.parametrize("now", ["2026-11-23 08:00", "2026-11-25 12:30", "2026-11-27 17:59:59"])
def test_within_hours_it_is_the_true_time(now: str) -> None:
    assert seconds_ahead(at(now), bank_holiday) == 0


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2026-11-23 06:30", "2026-11-23 10:00"),  # before opening: the same morning
        ("2026-11-23 18:00", "2026-11-24 10:00"),  # at closing: the next one
        ("2026-11-21 21:00", "2026-11-23 10:00"),  # a Saturday: Monday
        ("2026-12-24 19:00", "2026-12-29 10:00"),  # Christmas, a Saturday, a Sunday and the substitute day
        ("2026-10-24 12:00", "2026-10-26 10:00"),  # the clocks go back in between
        ("2026-03-28 12:00", "2026-03-30 10:00"),  # and forward
    ],
)
def test_outside_hours_it_is_ten_on_the_next_working_day(now: str, shown: str) -> None:
    assert there(at(now)) == at(shown)


def test_whatever_the_hour_of_two_years_the_line_is_open_there() -> None:
    now = at("2026-01-01 00:30")
    while now.year < 2028:
        shown = there(now)
        assert shown.weekday() < 5
        assert 8 <= shown.hour < 18
        assert not bank_holiday(shown.date())
        now += timedelta(hours=7)


def test_the_bank_holidays_are_those_of_england_and_wales() -> None:
    assert bank_holiday(date(2026, 12, 25))
    assert not bank_holiday(date(2026, 11, 30))  # St Andrew's Day is Scotland's
