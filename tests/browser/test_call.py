"""The main job, whole, in a real browser by keyboard alone: ten different people in one call, in both programmes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import SystemRandom
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from calls.models import CallParticipant
from calls.rules import Outcome
from programmes.types import Programme, QuestionKind
from tests.accesscodes.factories import AccessCodeFactory
from tests.accounts.factories import UserFactory, signed_in
from tests.browser.axe import assert_accessible, picture
from tests.browser.call import BrowserCall
from tests.browser.keyboard import Keyboard
from tests.calls.desk import CODE, OPEN_HOURS
from tests.circumstances.factories import FAILED_ON, participant
from tests.providers.factories import eligible_caller

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RAISE, DO_NOT_RAISE = "Raise a compliance doubt", "Do not raise a compliance doubt"


@dataclass
class Die:
    """Chance, for as long as a test decides it: the next question is the one that is set."""

    falls: QuestionKind = QuestionKind.REFERRAL_DATE


@pytest.fixture
def die(monkeypatch: pytest.MonkeyPatch) -> Die:
    """Only the machine's own source of chance is held; what is drawn from, and how, is the console's."""
    set_to, by_chance = Die(), SystemRandom.choice

    def choice(source: SystemRandom, options: Any) -> Any:
        return set_to.falls if set_to.falls in options else by_chance(source, options)

    monkeypatch.setattr(SystemRandom, "choice", choice)
    return set_to


@pytest.fixture(autouse=True)
def _open_hours() -> Iterator[None]:
    with time_machine.travel(OPEN_HOURS):
        yield


def started(call: BrowserCall) -> BrowserCall:
    """The call that an agent who has signed in opens, of an eligible caller who knows the code."""
    AccessCodeFactory(prime=call.caller.prime, text=CODE, at=OPEN_HOURS)
    call.page.goto("/calls/open/")
    call.open()
    call.pass_the_provider_checks()
    return call


def assert_nothing_to_read_out_is_beyond_a_narrow_screen(page: Page) -> None:
    """Enlarged four times, a screen shows 320 pixels across (WCAG 1.4.10)."""
    whole = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    right_ends = "cells => cells.map(cell => cell.getBoundingClientRect().right)"
    ends = page.locator(".read-back th, .read-back td").evaluate_all(right_ends)
    picture(page, "call read-back 320")
    page.set_viewport_size(whole or {"width": 1280, "height": 900})
    assert ends
    assert max(ends) <= 320


ALL_THREE = ("Address", "Contact numbers", "Entitlement to benefit on that date")


@dataclass(frozen=True)
class Somebody:
    """One participant of the call: what LMS holds, what the caller answers, and what is to come of it."""

    kind: QuestionKind
    traits: tuple[str, ...] = ()
    answer: Mapping[str, Any] = field(default_factory=dict)
    advice: str = ""
    checks: Mapping[str, Any] = field(default_factory=dict)
    otherwise: str = ""
    heading: str = "Advice recorded"


PEOPLE = (
    Somebody(QuestionKind.PAYMENT_GROUP, advice=RAISE),
    Somebody(QuestionKind.REFERRING_OFFICER, ("moved",), advice=DO_NOT_RAISE, checks={"address": "Different"}),
    Somebody(QuestionKind.EMPLOYMENT_HISTORY, ("dormant", "working"), advice=RAISE, checks={"asked": ("Address",)}),
    Somebody(
        QuestionKind.QUALIFICATIONS,
        ("signed_off", "changed"),
        advice=DO_NOT_RAISE,
        checks={"asked": ALL_THREE[2:], "accept": False},
    ),
    Somebody(QuestionKind.SIGNING_DAY_AND_CYCLE, ("universal_credit",), heading="Universal Credit"),
    Somebody(QuestionKind.REFERRAL_DATE, advice=RAISE, otherwise="The provider had the new letter returned."),
    Somebody(
        QuestionKind.REFERRAL_DATE, ("moved",), {"days_after": 1}, advice=DO_NOT_RAISE, checks={"phone": "Different"}
    ),
    Somebody(QuestionKind.REFERRAL_DATE, ("mappa",), heading="Not dealt with here"),
    Somebody(QuestionKind.REFERRAL_DATE, ("unknown",), heading="Not found"),
    Somebody(QuestionKind.SIGNING_DAY_AND_CYCLE, answer={"right": False}, heading="Security check failed"),
)


def deal_with(call: BrowserCall, somebody: Somebody, die: Die) -> None:
    """One participant from the number and name to what comes next."""
    if "unknown" in somebody.traits:
        for _ in range(4):
            call.identify("PZ 99 99 99 C", "Nobody Known")
        return
    mwa = ("mwa",) if call.programme is Programme.MANDATORY_WORK_ACTIVITY else ()
    referral = participant(*mwa, *somebody.traits, prime=call.caller.prime)
    kind = QuestionKind.REFERRAL_DATE if mwa and somebody.kind is QuestionKind.PAYMENT_GROUP else somebody.kind
    die.falls = kind
    call.identify(referral.person.nino, referral.person.full_name)
    if "mappa" not in somebody.traits:
        call.answer(kind, referral, **somebody.answer)
    if somebody.advice:
        call.failed_on(FAILED_ON)
        checks = {"asked": ALL_THREE, **somebody.checks}
        call.check(*checks.pop("asked"), **checks)
        call.advise(somebody.advice, otherwise=somebody.otherwise)


@pytest.mark.req("P1", "P2", "L2", "S2", "S4", "S7", "S8", "S10", "C5", "C6", "C7", "C8", "R2")
@pytest.mark.parametrize("programme", Programme)
def test_ten_different_people_in_one_call(
    console_page: Page, live_server: LiveServer, die: Die, programme: Programme
) -> None:
    Keyboard(console_page).sign_in(UserFactory(full_name="Asha Bello"))
    call = started(BrowserCall(console_page, programme, eligible_caller(programme)))
    heading = console_page.locator("h1")
    for number, somebody in enumerate(PEOPLE, start=1):
        deal_with(call, somebody, die)
        expect(heading).to_have_text(somebody.heading)
        if number < len(PEOPLE):
            call.then("Another")
    expect(console_page.get_by_role("radio", name="Another")).to_have_count(0)
    call.then("No more")

    expect(heading).to_have_text("Read-back")
    expect(console_page.locator(".read-back")).to_have_count(10)
    assert_nothing_to_read_out_is_beyond_a_narrow_screen(console_page)
    names_agent = 1 if programme is Programme.MANDATORY_WORK_ACTIVITY else 0
    expect(console_page.get_by_text("You spoke to:")).to_have_count(names_agent)
    call.keys.choose_starting("Yes")
    call.go_on()
    call.look()
    assert call.call.outcome == Outcome.COMPLETED
    assert CallParticipant.objects.filter(call=call.call).count() == 10


@pytest.mark.req("S2", "S4", "S6")
@pytest.mark.parametrize("programme", Programme)
def test_a_wrong_answer_to_each_question_fails(
    console_page: Page, live_server: LiveServer, die: Die, programme: Programme
) -> None:
    """Axe has looked at these pages in the call of ten people; only the last of them is new."""
    signed_in(console_page, live_server, UserFactory(full_name="Asha Bello"))
    call = started(BrowserCall(console_page, programme, eligible_caller(programme), looked_at=False))
    wp = programme is Programme.WORK_PROGRAMME
    for kind in QuestionKind:
        if not wp and kind is QuestionKind.PAYMENT_GROUP:
            continue
        referral = participant(*(() if wp else ("mwa",)), prime=call.caller.prime)
        die.falls = kind
        call.identify(referral.person.nino, referral.person.full_name)
        call.answer(kind, referral, right=False)
        expect(console_page.locator("h1")).to_have_text("Security check failed")
        last = kind is QuestionKind.REFERRAL_DATE
        call.then("End the call" if last else "Another")
    assert_accessible(console_page)
    assert call.call.outcome == Outcome.FAILED_CHECK
