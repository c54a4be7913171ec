"""Periods, cells and bars: pure, so tried without a database (G3)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import rules
from figures.pictures import picture
from figures.rules import Period, Table

pytestmark = pytest.mark.req("G3")
days = st.dates(date(2025, 1, 1), date(2030, 12, 31))


@given(days, st.integers(0, rules.MOST_DAYS - 1))
def test_periods_that_follow_one_another_leave_no_moment_out_and_count_none_twice(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    following = Period(period.last + rules.DAY, period.last + rules.DAY)
    assert period.end == following.start
    assert period.start.hour == period.end.hour == 0
    assert len(list(period.days)) == period.length == length + 1
    assert rules.fault_of(period.first, period.last) == ""


def test_days_on_which_the_clocks_change_are_shorter_and_longer() -> None:
    lengths = {day: Period(day, day) for day in (date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 20))}
    hours = [(each.end.timestamp() - each.start.timestamp()) / 3600 for each in lengths.values()]
    assert hours == [23, 25, 24]


def test_a_period_is_in_order_and_not_too_long() -> None:
    first = date(2026, 1, 1)
    assert "same as or after" in rules.fault_of(first, first - rules.DAY)
    assert "366 days or fewer" in rules.fault_of(first, first + 366 * rules.DAY)
    assert rules.fault_of(first, first + 365 * rules.DAY) == ""


@given(days)
def test_every_shortcut_is_a_period_that_can_be_asked_for(today: date) -> None:
    for _, period in rules.shortcuts(today):
        assert rules.fault_of(period.first, period.last) == ""
        assert period.last <= today


@settings(max_examples=30)
@given(days, st.integers(0, 365), st.data())
def test_by_day_or_by_month_the_sum_is_the_same(first: date, length: int, data: st.DataObject) -> None:
    period = Period(first, first + timedelta(days=length))
    counted = data.draw(st.dictionaries(st.sampled_from(list(period.days)), st.integers(1, 50), max_size=10))
    rows = rules.by_day_or_month(period, counted)
    assert sum(int(row[1]) for row in rows) == sum(counted.values())
    assert len(rows) == period.length if period.length <= rules.MOST_DAYS_BY_DAY else len(rows) <= 13


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "  =1", "\r=1", "\uff1d1", "|cmd", "%x"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert rules.harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Northgate = Works", "O'Neill-Smith", "", 12, -3, 0])
def test_other_cells_stay_as_they_are(cell: rules.Cell) -> None:
    assert rules.harmless(cell) == cell


@settings(max_examples=30)
@given(st.lists(st.integers(0, 10**6), max_size=80), st.booleans())
def test_bars_stay_in_their_picture_and_grow_with_their_number(values: list[int], upright: bool) -> None:
    rows = [(f"Mon {number} January 2026", value) for number, value in enumerate(values)]
    drawn = picture(Table("t", "T", ("Day", "Calls"), rows, drawn=1, upright=upright))
    if not any(values):
        assert drawn is None
        return
    assert drawn is not None
    for bar in drawn.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= drawn.width
        assert 0 <= bar.y <= bar.y + bar.height <= drawn.height
    ordered = sorted(drawn.bars, key=lambda bar: bar.value)
    sizes = [bar.height if upright else bar.width for bar in ordered]
    assert sizes == sorted(sizes)


def test_a_table_without_a_picture() -> None:
    assert picture(Table("t", "T", ("Prime", "Calls"), [("A", 1)])) is None
