from datetime import date, timedelta

import pytest

from circumstances.rules.benefit import Benefit, Claim, Position, position
from circumstances.rules.telling import (
    Job,
    Noted,
    employment_lines,
    other_changes,
    signed_off,
    work_taken_up,
)
from core.dates import in_words

SINCE, ON, TODAY = date(2026, 9, 21), date(2026, 11, 10), date(2026, 11, 20)
JOB = Job("Harrow Mills", date(2026, 11, 3), "Packer")
JSA = Benefit.JOBSEEKERS_ALLOWANCE
LIVE = position([Claim(JSA, date(2026, 1, 5))], on=ON, today=TODAY)
CLOSED = position([Claim(JSA, date(2026, 1, 5), date(2026, 11, 3), None, "moved abroad")], on=ON, today=TODAY)


def changes(
    *, moved_on: date | None = None, where: Position = LIVE, work: Job | None = None, noted: list[Noted]
) -> object:
    return other_changes(moved_on=moved_on, position=where, work=work, noted=noted, since=SINCE, today=TODAY)


@pytest.mark.req("C7")
@pytest.mark.req("C8")
@pytest.mark.parametrize(
    ("jobs", "taken_up"),
    [
        ([], None),
        ([JOB], JOB),
        ([Job("Old", SINCE)], None),  # held at the referral: employment history
        ([Job("Ended", date(2026, 10, 1), ended_on=TODAY - timedelta(days=1))], None),
        ([Job("Ends today", date(2026, 10, 1), ended_on=TODAY), JOB], JOB),
        ([Job("Tomorrow", TODAY + timedelta(days=1))], None),
    ],
)
def test_the_latest_work_taken_up_since_the_referral(jobs: list[Job], taken_up: Job | None) -> None:
    assert work_taken_up(jobs, since=SINCE, today=TODAY) == taken_up


@pytest.mark.req("C7")
@pytest.mark.req("C8")
def test_work_is_told_with_a_job_title_if_held_once_the_claim_is_not_live() -> None:
    assert employment_lines(CLOSED, JOB) == (
        "Employer: Harrow Mills",
        "Start date: 3 November 2026",
        "Job title: Packer",
    )
    assert employment_lines(CLOSED, Job("Harrow Mills", JOB.started_on)) == (
        "Employer: Harrow Mills", "Start date: 3 November 2026",
    )  # fmt: skip
    assert employment_lines(CLOSED, None) == ()
    assert employment_lines(LIVE, JOB) == ()


@pytest.mark.req("C8")
def test_the_reason_is_told_of_someone_not_in_work() -> None:
    assert signed_off(CLOSED, None) == "Signed off on 3 November 2026. Reason: moved abroad."
    assert signed_off(CLOSED, JOB) == "Signed off on 3 November 2026."
    assert signed_off(LIVE, None) == ""
    unknown = position([Claim(JSA, date(2026, 1, 5), date(2026, 11, 3))], on=ON, today=TODAY)
    assert signed_off(unknown, None) == "Signed off on 3 November 2026."


@pytest.mark.req("C4")
def test_other_obvious_changes_since_the_referral_oldest_first() -> None:
    where = position(
        [Claim(JSA, date(2026, 1, 5)), Claim(Benefit.INCOME_SUPPORT, date(2026, 11, 12))], on=ON, today=TODAY
    )
    noted = [
        Noted(date(2026, 9, 20), "Before the referral."),
        Noted(SINCE, "Is expecting a child."),
        Noted(date(2026, 11, 21), "Tomorrow."),
    ]
    assert changes(moved_on=date(2026, 10, 2), where=where, work=JOB, noted=noted) == (
        f"Noted on {in_words(SINCE)}: Is expecting a child.",
        "Changed address on 2 October 2026.",
        "Started work on 3 November 2026.",
        "Made a new claim to IS from 12 November 2026.",
    )


@pytest.mark.req("C4")
def test_nothing_is_told_where_nothing_changed() -> None:
    assert changes(moved_on=SINCE, noted=[]) == ()
    assert changes(where=CLOSED, work=JOB, noted=[]) == ()
