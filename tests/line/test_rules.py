from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.timeofday import BadTime, read_time
from line import rules
from line.holidays import bank_holidays

LONDON = ZoneInfo("Europe/London")
HOLIDAYS = {day: f"it is a bank holiday ({name})" for day, name in bank_holidays().items()}
DAYS = [date(2025, 1, 1) + timedelta(days=ahead) for ahead in range((date(2031, 1, 1) - date(2025, 1, 1)).days)]
CLOCK_CHANGES = [
    day
    for day in DAYS
    if datetime.combine(day, time(0), LONDON).utcoffset() != datetime.combine(day, time(12), LONDON).utcoffset()
]
moments = st.datetimes(datetime(2025, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
pytestmark = pytest.mark.req("L1")


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), LONDON)


def test_every_day_from_2025_to_2030_opens_at_eight_and_shuts_at_six() -> None:
    for day in DAYS:
        opens = day.weekday() < 5 and day not in HOLIDAYS
        states = {
            clock: rules.is_open(at(day, clock), HOLIDAYS) for clock in ("07:59:59", "08:00", "17:59:59", "18:00")
        }
        assert states == {"07:59:59": False, "08:00": opens, "17:59:59": opens, "18:00": False}, day


def test_the_next_opening_of_every_day_is_the_next_open_morning() -> None:
    opening_days = [day for day in DAYS if day.weekday() < 5 and day not in HOLIDAYS]
    for day in DAYS[:-10]:
        following = next(opening for opening in opening_days if opening > day)
        first = day if day in opening_days else following
        assert rules.next_opening(at(day, "00:00"), HOLIDAYS) == at(first, "08:00"), day
        assert rules.next_opening(at(day, "08:00"), HOLIDAYS) == at(following, "08:00"), day
        assert rules.next_opening(at(day, "18:00"), HOLIDAYS) == at(following, "08:00"), day


def test_the_clocks_change_on_twelve_sundays() -> None:
    assert len(CLOCK_CHANGES) == 12
    assert {day.weekday() for day in CLOCK_CHANGES} == {6}


@pytest.mark.parametrize("sunday", CLOCK_CHANGES)
def test_over_a_clock_change_the_line_opens_at_eight_by_the_clock_on_the_wall(sunday: date) -> None:
    monday = sunday + timedelta(days=1)
    if monday in HOLIDAYS:
        monday += timedelta(days=1)
    opening = rules.next_opening(at(sunday, "00:30").astimezone(UTC), HOLIDAYS)
    assert opening is not None
    assert (opening.date(), opening.hour) == (monday, 8)
    eight = opening.astimezone(UTC)
    assert rules.is_open(eight, HOLIDAYS)
    assert not rules.is_open(eight - timedelta(seconds=1), HOLIDAYS)
    assert rules.is_open(eight + timedelta(hours=9, minutes=59), HOLIDAYS)
    assert not rules.is_open(eight + timedelta(hours=10), HOLIDAYS)


@pytest.mark.parametrize(
    ("utc", "is_open"),
    [
        ("2026-03-27T08:00", True),  # Friday before the clocks go forward: winter time
        ("2026-03-27T07:00", False),
        ("2026-03-30T07:00", True),  # Monday after: summer time
        ("2026-03-30T17:00", False),
        ("2026-10-23T07:00", True),  # Friday before they go back
        ("2026-10-26T07:00", False),
        ("2026-10-26T17:59", True),
    ],
)
def test_summer_and_winter_time(utc: str, is_open: bool) -> None:
    assert rules.is_open(datetime.fromisoformat(utc).replace(tzinfo=UTC), HOLIDAYS) is is_open


@pytest.mark.parametrize(
    "holiday", [date(2026, 12, 25), date(2026, 12, 28), date(2027, 3, 26), date(2027, 3, 29), date(2026, 8, 31)]
)
def test_bank_holidays_of_england_and_wales_are_shut(holiday: date) -> None:
    assert not rules.is_open(at(holiday, "12:00"), HOLIDAYS)
    assert "bank holiday" in rules.why_closed(at(holiday, "12:00"), HOLIDAYS)


def test_a_bank_holiday_of_scotland_alone_is_open() -> None:
    assert rules.is_open(at(date(2026, 11, 30), "12:00"), HOLIDAYS)


def test_christmas_2026_is_four_days_long() -> None:
    assert rules.next_opening(at(date(2026, 12, 24), "18:00"), HOLIDAYS) == at(date(2026, 12, 29), "08:00")


def test_nothing_opens_where_no_day_is_open() -> None:
    shut = {day: "shut" for day in DAYS}
    assert rules.next_opening(at(date(2026, 1, 5), "12:00"), shut) is None


@pytest.mark.req("L3")
@pytest.mark.parametrize(
    ("clock", "minutes", "last_hour"),
    [
        ("07:59:59", None, False),
        ("08:00", 600, False),
        ("16:59:59", 61, False),
        ("17:00", 60, True),
        ("17:29:30", 31, True),
        ("17:59", 1, True),
        ("17:59:59", 1, True),
        ("18:00", None, False),
    ],
)
def test_minutes_to_closing(clock: str, minutes: int | None, last_hour: bool) -> None:
    now = at(date(2026, 11, 20), clock)
    assert rules.minutes_to_closing(now, HOLIDAYS) == minutes
    assert rules.in_last_hour(now, HOLIDAYS) is last_hour


@pytest.mark.parametrize(
    ("day", "clock", "why"),
    [
        (date(2026, 11, 21), "12:00", "it is the weekend"),
        (date(2026, 11, 20), "07:00", "it opens at 8am"),
        (date(2026, 11, 20), "18:00", "it closed at 6pm"),
        (date(2026, 11, 20), "12:00", ""),
    ],
)
def test_why_the_line_is_shut(day: date, clock: str, why: str) -> None:
    assert rules.why_closed(at(day, clock), HOLIDAYS) == why


@given(moments)
def test_any_moment_is_open_with_minutes_or_shut_with_a_reason_and_an_opening(now: datetime) -> None:
    is_open = rules.is_open(now, HOLIDAYS)
    minutes = rules.minutes_to_closing(now, HOLIDAYS)
    opening = rules.next_opening(now, HOLIDAYS)
    assert (minutes is not None) is is_open
    assert (rules.why_closed(now, HOLIDAYS) == "") is is_open
    assert opening is not None
    assert opening > now
    assert rules.is_open(opening, HOLIDAYS)
    assert not rules.is_open(opening - timedelta(microseconds=1), HOLIDAYS)
    if minutes is not None:
        assert 1 <= minutes <= 600
        assert not rules.is_open(now + timedelta(minutes=minutes), HOLIDAYS)


@pytest.mark.req("L5")
@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("14:30", "14:30"), ("14.30", "14:30"), ("1430", "14:30"), ("2.30pm", "14:30"), ("2pm", "14:00"),
        (" 9:05 AM ", "09:05"), ("12am", "00:00"), ("12 pm", "12:00"), ("noon", "12:00"), ("midnight", "00:00"),
        ("24:00", None), ("9", None), ("13pm", None), ("0am", None), ("14:60", None), ("half past two", None),
        ("١٤:٣٠", None), ("", None),
    ],
)  # fmt: skip
def test_times_of_day_as_people_type_them(typed: str, clock: str | None) -> None:
    if clock is None:
        with pytest.raises(BadTime):
            read_time(typed)
    else:
        assert read_time(typed) == time.fromisoformat(clock)


@pytest.mark.req("L5")
@given(moments, st.none() | moments)
def test_an_expected_end_is_always_said_in_one_sentence(now: datetime, ends_at: datetime | None) -> None:
    said = rules.expected_words(ends_at, now)
    assert said.endswith(".")
    assert ("not over yet" in said) is (ends_at is not None and ends_at <= now)


@pytest.mark.req("L3")
def test_peak_and_quiet_hours_are_hours_when_the_line_is_open_and_never_both() -> None:
    assert not set(rules.PEAK_HOURS) & set(rules.QUIET_HOURS)
    assert {*rules.PEAK_HOURS, *rules.QUIET_HOURS} <= set(range(rules.OPENS.hour, rules.CLOSES.hour))
