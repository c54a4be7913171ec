"""The access code as a call asks for it, and a code that changes meanwhile (A2, A3, A4, B3)."""

from datetime import datetime, timedelta

import pytest

from calls.rules import Outcome
from core.clock import LONDON
from programmes.types import Programme
from tests.accesscodes.factories import AccessCodeFactory
from tests.calls.desk import OPEN_HOURS, Desk
from tests.calls.rewinding import past_the_code
from tests.circumstances.factories import FAILED_ON, participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
MINUTE = timedelta(minutes=1)


@pytest.mark.req("A3", "R3")
@pytest.mark.parametrize("programme", Programme)
@pytest.mark.parametrize("said", ["xxxxxxxx", "kT7MrW4X", "cannot"])
def test_a_wrong_access_code_ends_the_call_and_says_to_call_back(said: str, programme: Programme) -> None:
    desk = Desk(programme=programme).open().caller().purpose()
    if said == "cannot":
        desk.send(cannot_give="on")
    elif said == "xxxxxxxx":
        desk.code(said)
    else:
        # At least one of any three places of this code is a letter, which is wrong in the other case.
        desk.code(desk.code_text.swapcase())
    assert desk.call.outcome == Outcome.ACCESS_CODE_FAILED
    assert "You have failed the security questions." in desk.text
    assert "call back when you have the correct access code" in desk.text


@pytest.mark.req("A2")
def test_the_next_call_is_asked_for_the_same_positions_after_a_failure() -> None:
    first = Desk().open().caller().purpose().code("xxxxxxxx")
    for _ in range(3):
        again = Desk(on=first.on).open().caller().purpose()
        assert again.call.challenge.positions == first.call.challenge.positions
        assert again.call.challenge != first.call.challenge
        again.code("xxxxxxxx")


@pytest.mark.req("A3", "A6")
def test_a_code_that_was_stopped_since_with_none_after_it_ends_the_call() -> None:
    desk = Desk().open().caller().purpose()
    desk.on.prime.access_codes.update(stopped_at=OPEN_HOURS - MINUTE)
    desk.code()
    assert desk.call.outcome == Outcome.ACCESS_CODE_FAILED
    assert desk.call.challenge.passed is None


@pytest.mark.req("A2", "A3", "B3")
@pytest.mark.parametrize("said", ["new", "old"])
def test_a_call_before_its_check_is_asked_for_the_new_code_at_the_same_places(said: str) -> None:
    desk, new = Desk().open().caller().purpose(), "LLLLnnnn"
    asked, words = desk.call.challenge.positions, desk.text
    desk.on.prime.access_codes.update(stopped_at=OPEN_HOURS - MINUTE)
    AccessCodeFactory(prime=desk.on.prime, at=OPEN_HOURS, in_force_from=OPEN_HOURS - MINUTE, text=new)
    assert desk.reload().text == words
    desk.code(new if said == "new" else desk.code_text)
    assert desk.call.challenge.positions == asked
    assert desk.slug == ("identify" if said == "new" else "ended")
    assert desk.call.outcome == (None if said == "new" else Outcome.ACCESS_CODE_FAILED)


@pytest.mark.req("A4", "B3")
def test_a_call_past_its_check_goes_on_when_the_code_changes() -> None:
    desk = past_the_code()
    referral = participant(prime=desk.on.prime)
    desk.on.prime.access_codes.update(stopped_at=OPEN_HOURS - MINUTE)
    desk.advised_on(referral, FAILED_ON).next("finish").read_back()
    assert desk.call.outcome == Outcome.COMPLETED


@pytest.mark.req("E1", "A3")
def test_a_code_that_stopped_before_the_positions_were_drawn_ends_the_call_too() -> None:
    desk = Desk().open().caller()
    desk.on.prime.access_codes.update(stopped_at=datetime(2026, 11, 20, 10, 29, tzinfo=LONDON))
    desk.purpose()
    assert (desk.call.outcome, desk.call.challenge) == (Outcome.ACCESS_CODE_FAILED, None)
