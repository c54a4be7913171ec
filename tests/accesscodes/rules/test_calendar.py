"""The calendar against a second computation that shares nothing with it."""

import calendar as standard
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from accesscodes.rules.calendar import LONDON, Issue, in_force_from, issue_after, issue_covering, issue_day, issue_of

pytestmark = pytest.mark.req("A6")
MONTHS = [(year, month) for year in range(2025, 2101) for month in range(1, 13)]
INSTANT = timedelta(microseconds=1)


def second_computation(year: int, month: int) -> tuple[date, datetime]:
    """From the printed calendar: the last week row with a Wednesday, then day by day to the Monday."""
    wednesday = date(year, month, max(week[standard.WEDNESDAY] for week in standard.monthcalendar(year, month)))
    monday = wednesday
    while monday.strftime("%A") != "Monday":
        monday += timedelta(days=1)
    # The clocks are an hour ahead from the last Sunday of March, 01:00 UTC, to the last Sunday of October, 01:00 UTC.
    march = max(week[standard.SUNDAY] for week in standard.monthcalendar(monday.year, 3))
    october = max(week[standard.SUNDAY] for week in standard.monthcalendar(monday.year, 10))
    summer = date(monday.year, 3, march) < monday <= date(monday.year, 10, october)
    midnight = datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
    return wednesday, midnight - timedelta(hours=1) if summer else midnight


def test_every_month_to_2100_against_a_second_computation() -> None:
    for year, month in MONTHS:
        wednesday, starts = second_computation(year, month)
        issue = issue_of(year, month)
        assert issue.issued_on == issue_day(year, month) == wednesday
        # 2038 and after: zone data end there on some systems; a Monday midnight must still be one.
        assert issue.in_force_from.astimezone(UTC) == starts, (year, month)
        assert issue.in_force_from.astimezone(LONDON).strftime("%A %H:%M") == "Monday 00:00"


def test_every_month_to_2100_is_covered_without_a_gap() -> None:
    issues = [issue_of(year, month) for year, month in MONTHS]
    for earlier, later in pairwise(issues):
        for moment, covering, after in (
            (later.in_force_from - INSTANT, earlier, later),
            (earlier.in_force_from, earlier, later),
            (earlier.in_force_from + timedelta(days=10), earlier, later),
        ):
            assert issue_covering(moment) == covering
            assert issue_covering(moment.astimezone(UTC)) == covering
            assert issue_after(moment) == after


def test_the_monday_can_lie_in_the_issue_month_or_the_next() -> None:
    assert issue_of(2027, 2) == Issue(date(2027, 2, 24), datetime(2027, 3, 1, tzinfo=LONDON))
    assert issue_of(2026, 11) == Issue(date(2026, 11, 25), datetime(2026, 11, 30, tzinfo=LONDON))


def test_the_first_days_of_a_month_can_belong_to_the_issue_of_two_months_before() -> None:
    assert in_force_from(issue_day(2026, 9)) == datetime(2026, 10, 5, tzinfo=LONDON)
    assert issue_covering(datetime(2026, 10, 4, 23, 59, tzinfo=LONDON)) == issue_of(2026, 8)


def test_a_clock_change_the_day_before_does_not_move_the_midnight() -> None:
    spring = issue_of(2027, 3).in_force_from.replace(month=3, day=29)
    assert spring.utcoffset() == timedelta(hours=1)
    assert issue_of(2026, 10).in_force_from.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        issue_covering(datetime(2026, 11, 21))  # noqa: DTZ001 that is the point
