from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from programmes.types import PAYMENT_GROUPS, SIGNING_CYCLES, QuestionKind, SigningDayAndCycle, Weekday
from security.rules.mark import FIXED, FREE, NotMarkedHere, mark

DAY = timedelta(days=1)
LMS = date(2012, 11, 6)


def on(answer: date, held: date = LMS) -> bool:
    return mark(QuestionKind.REFERRAL_DATE, answer, held)


@pytest.mark.req("S4")
def test_the_guidances_own_example() -> None:
    assert on(date(2012, 11, 6))
    assert on(date(2012, 11, 7))
    assert not on(date(2012, 11, 5))
    assert not on(date(2012, 11, 8))


@pytest.mark.req("S4")
def test_mandatory_work_activitys_own_example() -> None:
    assert on(date(2012, 9, 7), held=date(2012, 9, 6))


@pytest.mark.req("S4")
def test_no_other_date_of_ten_years_passes() -> None:
    assert [day for day in range(-3653, 3653) if on(LMS + day * DAY)] == [0, 1]


@pytest.mark.req("S4")
@pytest.mark.parametrize(
    ("held", "day_after"),
    [
        (date(2012, 11, 30), date(2012, 12, 1)),
        (date(2012, 12, 31), date(2013, 1, 1)),
        (date(2024, 2, 28), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 3, 1)),
        (date(2023, 2, 28), date(2023, 3, 1)),
        (date(2026, 3, 28), date(2026, 3, 29)),  # the clocks go forward
        (date(2026, 10, 24), date(2026, 10, 25)),  # the clocks go back
    ],
)
def test_over_the_end_of_a_month_a_year_and_a_leap_day(held: date, day_after: date) -> None:
    assert on(held, held)
    assert on(day_after, held)
    assert not on(held - DAY, held)
    assert not on(day_after + DAY, held)


@pytest.mark.req("S4")
@pytest.mark.parametrize("wrong", [date(2012, 6, 11), date(2012, 7, 11), date(2011, 11, 6), date(2013, 11, 7)])
def test_day_and_month_changed_about_or_another_year_fail(wrong: date) -> None:
    assert not on(wrong)


@pytest.mark.req("S4")
def test_the_ends_of_the_calendar_do_not_break_it() -> None:
    assert on(date.max, date.max)
    assert not on(date.min, date.max)
    assert not on(date.max, date.min)


@pytest.mark.req("S5")
def test_payment_groups() -> None:
    for answer, held in product(PAYMENT_GROUPS, repeat=2):
        assert mark(QuestionKind.PAYMENT_GROUP, answer, held) is (answer == held)


@pytest.mark.req("S5")
def test_day_and_cycle_must_both_be_right() -> None:
    every = [SigningDayAndCycle(day, cycle) for day, cycle in product(Weekday, SIGNING_CYCLES)]
    for answer, held in product(every, repeat=2):
        assert mark(QuestionKind.SIGNING_DAY_AND_CYCLE, answer, held) is (answer == held)


@pytest.mark.req("S5")
@pytest.mark.parametrize("kind", sorted(FREE))
def test_only_the_agent_marks_a_free_answer(kind: QuestionKind) -> None:
    with pytest.raises(NotMarkedHere):
        mark(kind, "JS", ("Jane Smith", "JS"))


@pytest.mark.req("S5")
def test_every_kind_is_fixed_or_free() -> None:
    assert set(QuestionKind) == FIXED | FREE
    assert not FIXED & FREE


anything: st.SearchStrategy[Any] = st.one_of(
    st.dates(), st.datetimes(), st.integers(), st.booleans(), st.text(), st.none(), st.floats(),
    st.lists(st.text()).map(tuple), st.builds(SigningDayAndCycle, st.sampled_from(Weekday), st.sampled_from([1, 2])),
)  # fmt: skip


@pytest.mark.req("S4", "S5")
@given(st.sampled_from(sorted(FIXED)), anything, anything)
@example(QuestionKind.PAYMENT_GROUP, True, 1)
@example(QuestionKind.PAYMENT_GROUP, 1.0, 1)
@example(QuestionKind.PAYMENT_GROUP, "1", 1)
@example(QuestionKind.REFERRAL_DATE, datetime(2012, 11, 6, tzinfo=UTC), LMS)
@example(QuestionKind.REFERRAL_DATE, None, LMS)
def test_an_answer_of_another_form_is_wrong_and_nothing_raises(kind: QuestionKind, answer: Any, held: Any) -> None:
    right = mark(kind, answer, held)
    assert right in (True, False)
    if right:
        assert type(answer) is type(held)
