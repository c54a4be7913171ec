"""The main job, whole, in a real browser by keyboard alone: ten different people in one call, in both programmes."""

from collections.abc import Iterator
from dataclasses import dataclass
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
from tests.accounts.factories import UserFactory, sign_in_steps
from tests.browser.call import BrowserCall
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


def started(page: Page, live_server: LiveServer, programme: Programme) -> BrowserCall:
    """An agent who has signed in and opened a call from an eligible caller who knows the code."""
    agent, caller = UserFactory(full_name="Asha Bello"), eligible_caller(programme)
    AccessCodeFactory(prime=caller.prime, text=CODE, at=OPEN_HOURS)
    sign_in_steps(page, live_server, agent)
    page.goto("/calls/open/")
    call = BrowserCall(page, programme, caller, pictures=True)
    call.open()
    call.pass_the_provider_checks()
    return call


def first_kind(programme: Programme) -> QuestionKind:
    """Payment group, where the programme asks for it."""
    wp = programme is Programme.WORK_PROGRAMME
    return QuestionKind.PAYMENT_GROUP if wp else QuestionKind.REFERRAL_DATE


@pytest.mark.req("P1", "P2", "L2", "S2", "S4", "S7", "S8", "S10", "C5", "C6", "C7", "C8", "R2")
@pytest.mark.parametrize("programme", Programme)
def test_ten_different_people_in_one_call(
    console_page: Page, live_server: LiveServer, die: Die, programme: Programme
) -> None:
    call = started(console_page, live_server, programme)
    mwa = ("mwa",) if programme is Programme.MANDATORY_WORK_ACTIVITY else ()
    everything = ("Address", "Contact numbers", "Entitlement to benefit on that date")

    def found(kind: QuestionKind, *traits: str, **answer: Any) -> None:
        referral = participant(*mwa, *traits, prime=call.caller.prime)
        die.falls = kind
        call.identify(referral.person.nino, referral.person.full_name)
        if "mappa" not in traits:
            call.answer(kind, referral, **answer)

    def advised(expected: str, **checks: Any) -> None:
        call.failed_on(FAILED_ON)
        otherwise = checks.pop("otherwise", "")
        call.check(*checks.pop("asked", everything), **checks)
        call.advise(expected, otherwise=otherwise)

    found(first_kind(programme))
    advised(RAISE)
    call.then("Another")
    found(QuestionKind.REFERRING_OFFICER, "moved")
    advised(DO_NOT_RAISE, address="Different")
    call.then("Another")
    found(QuestionKind.EMPLOYMENT_HISTORY, "dormant", "working")
    advised(RAISE, asked=("Address",))
    call.then("Another")
    found(QuestionKind.QUALIFICATIONS, "signed_off", "changed")
    advised(DO_NOT_RAISE, asked=("Entitlement to benefit on that date",), accept=False)
    call.then("Another")
    found(QuestionKind.SIGNING_DAY_AND_CYCLE, "universal_credit")
    expect(console_page.locator("h1")).to_have_text("Universal Credit")
    call.then("Another")
    found(QuestionKind.REFERRAL_DATE)
    advised(RAISE, otherwise="The provider had the new letter returned.")
    call.then("Another")
    found(QuestionKind.REFERRAL_DATE, "moved", days_after=1)
    advised(DO_NOT_RAISE, phone="Different")
    call.then("Another")
    found(QuestionKind.REFERRAL_DATE, "mappa")
    expect(console_page.locator("h1")).to_have_text("Not dealt with here")
    call.then("Another")
    for _ in range(4):
        call.identify("PZ 99 99 99 C", "Nobody Known")
    expect(console_page.locator("h1")).to_have_text("Not found")
    call.then("Another")
    found(QuestionKind.SIGNING_DAY_AND_CYCLE, right=False)
    expect(console_page.locator("h1")).to_have_text("Security check failed")
    expect(console_page.get_by_role("radio", name="Another")).to_have_count(0)
    call.then("No more")

    expect(console_page.locator("h1")).to_have_text("Read-back")
    expect(console_page.locator(".read-back")).to_have_count(10)
    names_agent = console_page.get_by_text("You spoke to:")
    expect(names_agent).to_have_count(1 if programme is Programme.MANDATORY_WORK_ACTIVITY else 0)
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
    call = started(console_page, live_server, programme)
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
    assert call.call.outcome == Outcome.FAILED_CHECK
