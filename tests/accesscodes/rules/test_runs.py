"""What runs when, and what is caught up, through every hour from 2025 to 2030 and by hand-picked days."""

from datetime import date, datetime, timedelta

import pytest

from accesscodes.rules.calendar import LONDON, issue_after, issue_covering, issue_of
from accesscodes.rules.runs import What, may_be_run_by_hand, runs_due, runs_of

NOVEMBER, OCTOBER = issue_of(2026, 11), issue_of(2026, 10)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def due(now: datetime) -> list[tuple[What, date]]:
    return [(run.what, run.issue.issued_on) for run in runs_due(now)]


@pytest.mark.req("A6", "A10")
def test_the_days_of_one_issue() -> None:
    assert [(run.what.name, run.at) for run in runs_of(NOVEMBER)] == [
        ("ISSUE", at(25, 9)),
        ("FIRST_REMINDER", at(26, 10)),
        ("SECOND_REMINDER", at(27, 10)),
        ("IN_FORCE", at(30, 0)),
        ("RING", at(30, 8)),
    ]


@pytest.mark.req("A6", "A9", "A10")
@pytest.mark.parametrize(
    ("now", "also"),
    [
        (at(25, 8, 59), []),
        (at(25, 9), [What.ISSUE]),
        (at(26, 9, 59), [What.ISSUE]),
        (at(26, 10), [What.ISSUE, What.FIRST_REMINDER]),
        (at(27, 9, 59), [What.ISSUE, What.FIRST_REMINDER]),
        (at(27, 10), [What.ISSUE, What.SECOND_REMINDER]),
        (at(29, 23, 59), [What.ISSUE, What.SECOND_REMINDER]),
    ],
)
def test_a_worker_that_was_away_catches_up_whenever_it_returns(now: datetime, also: list[What]) -> None:
    assert due(now) == [(What.ISSUE, OCTOBER.issued_on), *((what, NOVEMBER.issued_on) for what in also)]


@pytest.mark.req("A6", "A9")
def test_one_that_was_away_over_the_weekend_makes_the_code_late_and_reminds_nobody() -> None:
    assert due(at(30, 0)) == due(at(15, 12, month=12)) == [(What.ISSUE, NOVEMBER.issued_on)]


@pytest.mark.req("A6")
def test_every_hour_of_six_years_has_the_issue_in_force_and_never_one_before_its_day() -> None:
    now, end = datetime(2025, 1, 1, 0, 30, tzinfo=LONDON), datetime(2031, 1, 1, tzinfo=LONDON)
    while now < end:
        runs = runs_due(now)
        assert runs[0].issue == issue_covering(now)
        assert all(run.at <= now for run in runs)
        assert all(run.issue == issue_after(now) for run in runs[1:])
        now += timedelta(hours=1)


@pytest.mark.req("A6")
@pytest.mark.parametrize(
    ("now", "possible"),
    [(at(24, 23, 59), False), (at(25, 0), True), (at(29, 12), True), (at(27, 23, month=12), True)],
)
def test_by_hand_from_the_wednesday_until_the_next_code_is_in_force(now: datetime, possible: bool) -> None:
    assert may_be_run_by_hand(NOVEMBER, now) is possible
    assert not may_be_run_by_hand(NOVEMBER, issue_of(2027, 1).in_force_from)
