from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circumstances.rules.benefit import Benefit, Claim, position, universal_credit

JSA, UC = Benefit.JOBSEEKERS_ALLOWANCE, Benefit.UNIVERSAL_CREDIT
ON, TODAY = date(2026, 11, 10), date(2026, 11, 20)
DAY = timedelta(days=1)
START = date(2026, 1, 5)

days = st.dates(date(2026, 10, 20), date(2026, 12, 10))
maybe = st.none() | days
claims = st.lists(
    st.builds(Claim, st.sampled_from(Benefit), days, last_day=maybe, dormant_from=maybe, reason_ended=st.text()),
    max_size=4,
    unique_by=lambda claim: (claim.benefit, claim.started_on),
)


@pytest.mark.req("C5")
def test_in_receipt_and_live_now() -> None:
    where = position([Claim(JSA, START)], on=ON, today=TODAY)
    assert (where.in_receipt, where.live_now, where.dormant, where.signed_off_on) == (True, True, False, None)


@pytest.mark.parametrize(
    ("claim", "in_receipt"),
    [
        (Claim(JSA, ON), True),
        (Claim(JSA, ON + DAY), False),
        (Claim(JSA, START, last_day=ON), True),
        (Claim(JSA, START, last_day=ON - DAY), False),
        (Claim(JSA, START, dormant_from=ON), False),
        (Claim(JSA, START, dormant_from=ON + DAY), True),
        (Claim(UC, START), False),
    ],
)
@pytest.mark.req("C8")
def test_the_first_and_the_last_day_count(claim: Claim, in_receipt: bool) -> None:
    assert position([claim], on=ON, today=TODAY).in_receipt is in_receipt


@pytest.mark.req("C7")
@pytest.mark.parametrize(
    ("claim", "signed_off_on"),
    [
        (Claim(JSA, START, last_day=ON + DAY, reason_ended="x"), ON + DAY),
        (Claim(JSA, START, dormant_from=ON + 2 * DAY, reason_ended="x"), ON + DAY),
        (Claim(JSA, START, last_day=TODAY, dormant_from=ON + 2 * DAY, reason_ended="x"), ON + DAY),
        (Claim(JSA, START, last_day=TODAY - DAY, reason_ended="x"), TODAY - DAY),
    ],
)
def test_a_claim_that_closed_since_is_dormant(claim: Claim, signed_off_on: date) -> None:
    where = position([claim], on=ON, today=TODAY)
    assert (where.dormant, where.signed_off_on, where.reason_ended) == (True, signed_off_on, "x")


@pytest.mark.req("C7")
def test_the_last_day_itself_is_still_live() -> None:
    assert position([Claim(JSA, START, last_day=TODAY)], on=ON, today=TODAY).live_now
    assert position([Claim(JSA, START, dormant_from=TODAY + DAY)], on=ON, today=TODAY).live_now


@pytest.mark.req("C4")
@pytest.mark.req("C7")
def test_a_new_claim_since_is_told_and_does_not_make_the_old_one_live() -> None:
    new = Claim(Benefit.EMPLOYMENT_AND_SUPPORT_ALLOWANCE, ON + 2 * DAY)
    where = position([Claim(JSA, START, last_day=ON + DAY), new], on=ON, today=TODAY)
    assert where.dormant
    assert where.claimed_since == (new,)


@pytest.mark.req("C8")
def test_signed_off_before_the_date() -> None:
    early = Claim(JSA, START, last_day=date(2026, 3, 1), reason_ended="first")
    late = Claim(JSA, date(2026, 4, 1), last_day=date(2026, 9, 30), reason_ended="second")
    after = Claim(JSA, ON + DAY, last_day=ON + 3 * DAY, reason_ended="third")
    where = position([late, after, early], on=ON, today=TODAY)
    assert (where.in_receipt, where.signed_off_on, where.reason_ended) == (False, date(2026, 9, 30), "second")


@pytest.mark.req("C5")
def test_one_of_two_claims_still_running_is_live() -> None:
    held = [Claim(JSA, START, last_day=ON), Claim(Benefit.INCOME_SUPPORT, START)]
    assert position(held, on=ON, today=TODAY).live_now


@pytest.mark.req("C8")
def test_a_claim_in_the_future_does_not_count_yet() -> None:
    where = position([Claim(JSA, TODAY + DAY)], on=ON, today=TODAY)
    assert (where.in_receipt, where.claimed_since) == (False, ())


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (Claim(UC, START), True),
        (Claim(UC, START, last_day=ON), True),
        (Claim(UC, START, last_day=ON - DAY), False),
        (Claim(UC, TODAY), True),
        (Claim(UC, TODAY + DAY), False),
        (Claim(JSA, START), False),
    ],
)
def test_universal_credit_at_any_time_from_the_referral_to_today(claim: Claim, expected: bool) -> None:
    assert universal_credit([claim], referred_on=ON, today=TODAY) is expected


@pytest.mark.req("C9")
@given(claims, days, days)
def test_any_history_has_one_position(held: list[Claim], on: date, today: date) -> None:
    where = position(held, on=on, today=today)
    assert where == position(reversed(held), on=on, today=today)
    assert not (where.live_now and not where.in_receipt)
    assert not (where.live_now and where.signed_off_on)
    assert where.signed_off_on is None or where.signed_off_on < today
