"""The progress list ticks what is on record, and nothing else."""

import pytest

from calls import flow
from calls.pages import _progress
from calls.rules import Outcome
from calls.state import load
from tests.calls.desk import Desk
from tests.calls.rewinding import past_the_check, past_the_code
from tests.circumstances.factories import FAILED_ON, participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
BEFORE = {"Caller", "Reason", "Access code"}


def ticks(desk: Desk) -> set[str]:
    return {milestone.label for milestone in _progress(load(desk.call)) if milestone.state == "done"}


def current(desk: Desk) -> list[str]:
    return [milestone.label for milestone in _progress(load(desk.call)) if milestone.state == "current"]


def gone(desk: Desk) -> Desk:
    desk.post(f"/calls/{desk.ref}/abandon/", {})
    assert desk.call.outcome == Outcome.ABANDONED
    return desk


@pytest.mark.req("S6")
def test_a_call_ended_over_a_failed_check_ticks_no_advice_and_no_read_back() -> None:
    desk = past_the_code()
    somebody = participant(prime=desk.on.prime)
    desk.identify(somebody).answer(somebody, right=False)
    assert current(desk) == ["Security check"]
    assert ticks(desk) == BEFORE
    desk.next("end")
    assert desk.call.outcome == Outcome.FAILED_CHECK
    assert ticks(desk) == BEFORE


@pytest.mark.req("S6", "R1")
def test_a_failed_check_after_advice_leaves_the_advice_and_the_read_back_on_record() -> None:
    desk = past_the_code()
    desk.advised_on(participant(prime=desk.on.prime), FAILED_ON).next("another")
    somebody = participant(prime=desk.on.prime)
    desk.identify(somebody).answer(somebody, right=False).next("end")
    dealt_with = BEFORE | {"Security check", "Details", "Advice"}
    assert ticks(desk) == dealt_with
    desk.read_back()
    assert desk.call.outcome == Outcome.FAILED_CHECK
    assert ticks(desk) == dealt_with | {"Read-back"}


@pytest.mark.req("S7", "S8", "S10")
@pytest.mark.parametrize("traits", [("mappa",), ("universal_credit",)])
def test_somebody_who_is_not_advised_gets_no_tick_for_advice(traits: tuple[str, ...]) -> None:
    desk = past_the_code()
    somebody = participant(*traits, prime=desk.on.prime)
    desk.identify(somebody)
    if desk.slug == "question":
        desk.answer(somebody)
    assert desk.slug == "next"
    assert current(desk) == ["Security check"]
    desk.next("finish").read_back()
    checked = {"Security check"} if traits == ("universal_credit",) else set()
    assert ticks(desk) == BEFORE | checked | {"Read-back"}


@pytest.mark.req("R3", "C1")
def test_a_caller_who_goes_in_the_middle_of_the_details_leaves_them_unticked() -> None:
    desk, _ = past_the_check()
    desk.failure_date(FAILED_ON)
    assert desk.slug == "what-to-check"
    assert ticks(gone(desk)) == BEFORE | {"Security check"}


@pytest.mark.req("R3")
def test_a_caller_who_goes_after_the_advice_leaves_it_ticked() -> None:
    desk = past_the_code()
    desk.advised_on(participant(prime=desk.on.prime), FAILED_ON)
    assert ticks(gone(desk)) == BEFORE | {"Security check", "Details", "Advice"}


@pytest.mark.req("E7")
def test_a_caller_who_is_not_eligible_is_not_ticked() -> None:
    desk = Desk().open().caller(caller_name="Nobody Known")
    desk.caller(caller_name="Nobody Known", confirmed="on")
    assert desk.call.outcome == Outcome.NOT_ELIGIBLE
    assert ticks(desk) == set()


def test_every_part_of_a_call_stands_in_the_list() -> None:
    assert {step.group for step in flow.steps()} == {each.label for each in _progress(load(Desk().open().call))}
