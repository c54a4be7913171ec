"""What the caller is warned of before a doubt is raised (C10)."""

from datetime import date, timedelta

import pytest

from programmes.types import Programme
from tests.calls.desk import Desk, called
from tests.calls.rewinding import past_the_check
from tests.circumstances.factories import FAILED_ON, REFERRED_ON, TODAY, ReferralFactory, participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
WP, MWA = Programme.WORK_PROGRAMME, Programme.MANDATORY_WORK_ACTIVITY


@pytest.mark.req("C10")
@pytest.mark.parametrize(
    ("programme", "told", "referred_on", "cautions"),
    [
        (WP, True, REFERRED_ON, ["told you beforehand"]),
        (WP, False, TODAY - timedelta(days=10), ["in the last two weeks"]),
        (WP, True, TODAY - timedelta(days=12), ["told you beforehand", "in the last two weeks"]),
        (WP, False, REFERRED_ON, []),
        (MWA, True, TODAY - timedelta(days=10), []),
    ],
)
def test_cautions(programme: Programme, told: bool, referred_on: date, cautions: list[str]) -> None:
    desk, _ = past_the_check(programme=programme, referred_on=referred_on)
    desk.failure_date(TODAY - timedelta(days=1), told=told)
    _cautioned(desk, cautions)
    desk.ask_for("entitlement")
    _cautioned(desk, cautions)


def _cautioned(desk: Desk, cautions: list[str]) -> None:
    for words in ("told you beforehand", "in the last two weeks"):
        assert (words in desk.text) == (words in cautions)
    assert ("may not be appropriate" in desk.text) == bool(cautions)


@pytest.mark.req("C6", "C10")
@pytest.mark.parametrize("given", ["followed", "departed"])
def test_nothing_urges_to_raise_a_doubt_that_is_not_to_be_raised(given: str) -> None:
    desk, _ = past_the_check()
    desk.failure_date(FAILED_ON, told=True)
    _cautioned(desk, ["told you beforehand"])
    desk.ask_for("address", "phone").compare(address="different", phone="same")
    assert "My advice is not to raise a compliance doubt." in desk.text
    _cautioned(desk, [])
    desk.advise(given=given, reason="The letter reached them.").next("finish")
    _cautioned(desk, ["told you beforehand"] if given == "departed" else [])


@pytest.mark.req("C10")
def test_a_caution_that_comes_with_a_correction_is_said_at_once() -> None:
    desk, _ = past_the_check("signed_off")
    desk.failure_date(FAILED_ON).ask_for("entitlement")
    desk.get(called(desk.ref, "failure-date", 1))
    desk.failure_date(FAILED_ON, told=True)
    assert desk.slug == "advice"
    assert "Date signed off 21 October 2026. Reason: moved abroad" in desk.text
    _cautioned(desk, ["told you beforehand"])
    desk.get(called(desk.ref, "failure-date", 1))
    desk.failure_date(FAILED_ON, told=True)
    _cautioned(desk, [])


@pytest.mark.req("C10")
def test_the_caution_of_a_recent_referral_is_about_the_newest_one() -> None:
    desk = Desk()
    first = participant(prime=desk.on.prime)
    ReferralFactory(person=first.person, prime=desk.on.prime, referred_on=TODAY - timedelta(days=5))
    desk.through_the_code().identify(first).answer(first).failure_date(TODAY).ask_for("entitlement")
    assert "You received this referral in the last two weeks." in desk.text
