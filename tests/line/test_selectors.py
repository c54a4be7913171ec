from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from line import selectors
from line.holidays import bank_holidays

from .factories import ClosureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("L1")]
LONDON = ZoneInfo("Europe/London")
FRIDAY = date(2026, 11, 20)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute, tzinfo=LONDON)


def test_open_in_the_morning(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert selectors.line_state(at(9)) == selectors.LineState(True, None, None, 540, "")


@pytest.mark.req("L3")
def test_the_last_hour_shows_minutes_left() -> None:
    assert selectors.line_state(at(17, 18)).minutes_left == 42


def test_shut_after_six_until_monday() -> None:
    state = selectors.line_state(at(18))
    assert not state.open
    assert state.next_opening == datetime(2026, 11, 23, 8, tzinfo=LONDON)
    assert state.why_closed == "it closed at 6pm"


def test_a_closure_shuts_the_line_and_moves_the_next_opening(django_assert_num_queries) -> None:
    ClosureFactory(date=FRIDAY, reason="Moving house")
    ClosureFactory(date=date(2026, 11, 23))
    ClosureFactory.create_batch(20)
    with django_assert_num_queries(1):
        state = selectors.line_state(at(9))
    assert (state.open, state.minutes_to_closing) == (False, None)
    assert state.why_closed == "the business management team has closed it for today (Moving house)"
    assert state.next_opening == datetime(2026, 11, 24, 8, tzinfo=LONDON)
    assert state.shut[0] == selectors.Shut(FRIDAY, "Moving house", today=True)


def test_the_days_shut_of_the_next_two_weeks_and_no_others() -> None:
    christmas_eve = datetime(2026, 12, 24, 9, tzinfo=LONDON)
    for day in (date(2026, 12, 26), date(2026, 12, 28), date(2026, 12, 30), date(2027, 1, 8)):
        ClosureFactory(date=day, reason=f"Training {day.day}")
    assert [(shut.day.day, shut.reason, shut.today) for shut in selectors.line_state(christmas_eve).shut] == [
        (25, "bank holiday (Christmas Day)", False),
        (28, "Training 28", False),  # a bank holiday too
        (30, "Training 30", False),
        (1, f"bank holiday ({bank_holidays()[date(2027, 1, 1)]})", False),
    ]


def test_lists_of_closures_and_bank_holidays() -> None:
    past, today, later = (ClosureFactory(date=date(2026, 11, day)) for day in (19, 20, 25))
    assert selectors.upcoming_closures(today=FRIDAY) == [today, later]
    assert selectors.past_closures(today=FRIDAY) == [past]
    assert selectors.upcoming_bank_holidays(today=FRIDAY, count=1) == [(date(2026, 12, 25), "Christmas Day")]
