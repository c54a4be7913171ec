"""Outside the line's hours the demonstration's clock runs ahead to when it is open."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from audit import services as audit
from audit.actions import Action
from dev.demonstration_clock import LONDON, bank_holiday, last_in, seconds_ahead


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def there(now: datetime, *recorded: str) -> datetime:
    """What the demonstration's clock shows, where these moments are on record."""

    def last_recorded(since: datetime, until: datetime) -> datetime | None:
        return max((at(each) for each in recorded if since <= at(each) < until), default=None)

    return datetime.fromtimestamp(now.timestamp() + seconds_ahead(now, bank_holiday, last_recorded), tz=LONDON)


@pytest.mark.parametrize("now", ["2026-11-23 08:00", "2026-11-25 12:30", "2026-11-27 17:59:59"])
def test_within_hours_it_is_the_true_time(now: str) -> None:
    assert there(at(now)) == at(now)


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


@pytest.mark.parametrize(
    ("now", "recorded", "shown"),
    [
        ("2026-11-21 21:00", ["2026-11-23 10:40"], "2026-11-23 10:41"),  # as it was left, and on
        ("2026-11-21 21:00", ["2026-11-20 17:00", "2026-11-23 09:59"], "2026-11-23 10:00"),  # that is over by then
        ("2026-11-21 21:00", ["2026-11-23 10:40", "2026-11-23 16:59"], "2026-11-24 10:00"),  # too little is left
        ("2026-11-21 21:00", ["2026-11-23 18:05", "2026-11-24 12:00"], "2026-11-24 12:01"),
        ("2026-11-27 20:00", ["2026-11-30 17:30"], "2026-12-01 10:00"),
        ("2026-11-23 08:30", ["2026-11-23 10:40"], "2026-11-23 10:41"),  # the day that was tried beforehand has come
        ("2026-11-23 11:00", ["2026-11-23 10:40"], "2026-11-23 11:00"),
        ("2026-11-23 17:30", ["2026-11-23 17:40"], "2026-11-24 10:00"),
    ],
)
def test_it_never_starts_before_what_is_on_record_of_that_day(now: str, recorded: list[str], shown: str) -> None:
    assert there(at(now), *recorded) == at(shown)


@pytest.mark.django_db(transaction=True)
def test_what_is_on_record_is_read_from_the_database() -> None:
    wanted = connection.get_connection_params()
    address = make_conninfo(
        **{name: wanted[name] for name in ("host", "port", "user", "password", "dbname") if name in wanted}
    )
    day = at("2026-11-23 00:00"), at("2026-11-24 00:00")
    assert last_in(address)(*day) is None
    for moment in ("2026-11-23 10:40", "2026-11-23 10:20", "2026-11-24 09:00"):
        with transaction.atomic():
            audit.record(Action.LIST_LOADED, chain="clock", actor=None, at=at(moment))
    assert last_in(address)(*day) == at("2026-11-23 10:40")
    assert last_in("postgresql://nobody@127.0.0.1:1/none")(*day) is None


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
