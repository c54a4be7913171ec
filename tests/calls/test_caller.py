"""The caller and the reason for the call (E1 to E7, P3)."""

from datetime import datetime
from typing import Any

import pytest
from django.utils.html import escape

from audit.models import AuditEvent
from calls.rules import NO_CODE, Outcome
from core.clock import LONDON
from programmes.types import DeclinedPurpose, Programme
from providers.models import AuthorisedCaller, Contract, Provider, SecurityPlan, SupplyChain
from providers.rules import Ineligible
from tests.calls.desk import Desk
from tests.circumstances.factories import FAILED_ON, TODAY, participant
from tests.html import text_of
from tests.providers.factories import AuthorisedCallerFactory, ProviderFactory, WithdrawalFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
SCRIPT = "script__words"
REFUSAL = "I cannot confirm that you are eligible to use this service, so I have to end the call."
NOT_AVAILABLE = "Provider Direct is not available to your prime provider at present"

# What is done to the approved list, what the caller says, and what then speaks against the caller.
AGAINST: dict[str, tuple[Any, dict[str, str]]] = {
    "COMPANY_NOT_LISTED": (None, {"company": "Nonesuch Skills"}),
    "PRIME_NOT_LISTED": (None, {"prime": "Nonesuch Prime"}),
    "NOT_A_PRIME": (lambda on: ProviderFactory(name="Minor Works"), {"prime": "Minor Works"}),
    "COMPANY_ENDED": (lambda on: Provider.objects.filter(pk=on.company.pk).update(ended_on=TODAY), {}),
    "PRIME_ENDED": (lambda on: Provider.objects.filter(pk=on.prime.pk).update(ended_on=TODAY), {}),
    "NO_CONTRACT": (lambda on: Contract.objects.all().delete(), {}),
    "NOT_IN_SUPPLY_CHAIN": (lambda on: SupplyChain.objects.all().delete(), {}),
    "NOT_AUTHORISED": (lambda on: AuthorisedCaller.objects.update(ended_on=TODAY), {}),
    "NO_PLAN": (lambda on: SecurityPlan.objects.update(replaced_on=TODAY), {}),
    "WITHDRAWN": (lambda on: WithdrawalFactory(prime=on.prime), {}),
    NO_CODE: (lambda on: on.prime.access_codes.update(stopped_at=datetime(2026, 11, 19, tzinfo=LONDON)), {}),
}


@pytest.mark.req("E1", "E2", "E3", "E7", "R3")
@pytest.mark.parametrize("reason", [*Ineligible.__members__, NO_CODE])
def test_a_caller_who_is_not_eligible_is_asked_once_more_and_then_told_nothing_of_why(reason: str) -> None:
    desk, others = Desk().open(), {"NOT_A_PRIME", "COMPANY_NOT_LISTED", "PRIME_NOT_LISTED"}
    change, said = AGAINST[reason]
    if change:
        change(desk.on)
    desk.caller(**said)
    assert desk.slug == "caller"
    assert desk.call.eligible is None
    assert desk.errors
    desk.caller(**said, confirmed="on")
    call = desk.call
    assert (call.eligible, call.outcome) == (False, Outcome.NOT_ELIGIBLE)
    assert reason in call.reasons_against
    assert call.reasons_against == [reason] or reason in others
    spoken, words = " ".join(_said(desk)), Ineligible.__members__.get(reason)
    assert spoken.startswith(NOT_AVAILABLE if reason == "WITHDRAWN" else REFUSAL)
    spoken = spoken.removeprefix(NOT_AVAILABLE)
    for word in ("list", "contract", "supply", "plan", "withdrawn", "authorised", "code", "prime", "company"):
        assert word not in spoken.lower()
    if words:
        assert words.value in desk.text, "the agent sees which"


def _said(desk: Desk) -> list[str]:
    """The words that the agent is to say."""
    [script] = [each for each in desk.page.iter() if SCRIPT in (each.get("class") or "").split()]
    return [text_of(line) for line in script.iter("p")]


@pytest.mark.req("E7")
def test_the_words_to_the_caller_are_the_same_whatever_is_wrong() -> None:
    spoken = set()
    for reason in ("COMPANY_NOT_LISTED", "PRIME_NOT_LISTED", "NOT_AUTHORISED"):
        desk = Desk(code_text=f"Abcdefg{reason[0]}").open()
        said = AGAINST[reason][1] or {"caller_name": "Some Body Else"}
        desk.caller(**said).caller(**said, confirmed="on")
        assert desk.call.outcome == Outcome.NOT_ELIGIBLE
        spoken.add(tuple(_said(desk)))
    assert len(spoken) == 1


@pytest.mark.req("E6", "E7")
def test_of_a_withdrawn_prime_the_words_are_the_same_whoever_rings() -> None:
    """That the service is withdrawn may be said; whether the caller's own details are right may not."""
    spoken = set()
    for number, said in enumerate(({}, {"caller_name": "Some Body Else"}, {"company": "Nonesuch Skills"})):
        desk = Desk(code_text=f"Abcdefg{'hkm'[number]}").open()
        WithdrawalFactory(prime=desk.on.prime)
        desk.caller(**said).caller(**said, confirmed="on")
        assert "The service is withdrawn from this prime provider" in desk.text
        spoken.add(tuple(_said(desk)))
    [words] = spoken
    assert words[0].startswith(NOT_AVAILABLE)


@pytest.mark.req("E1")
def test_details_that_were_heard_wrongly_can_be_put_right() -> None:
    desk = Desk().open().caller(company="Nonesuch Skills", caller_name="O'Nobody <b>")
    assert "Nonesuch Skills" in desk.response.content.decode(), "what was typed is kept"
    assert b"O&#x27;Nobody &lt;b&gt;" in desk.response.content
    desk.caller(company=desk.on.company_name.upper())
    assert desk.slug == "purpose"
    assert desk.call.eligible is True
    assert desk.call.company == desk.on.company


def _listed(desk: Desk, *names: str, **fields: Any) -> list[AuthorisedCaller]:
    by_default = {"prime": desk.on.prime, "company": desk.on.company}
    return [AuthorisedCallerFactory(full_name=name, **{**by_default, **fields}) for name in names]


@pytest.mark.req("E1", "E3", "E7")
@pytest.mark.parametrize("said", ["Siobahn Oniell", "siobhan", "O'Neil", "Mrs Shobhan O\u2019Neill"])
def test_names_close_to_the_callers_are_shown_to_the_agent_once_and_recorded(said: str) -> None:
    desk = Desk().open()
    [close, _] = _listed(desk, "Siobhan O'Neill", "Xavier Quigg")
    _listed(desk, "Siobhan Oneale", prime=ProviderFactory(prime=True))
    _listed(desk, "Siobhan Oneill-Prime", company=desk.on.prime)
    _listed(desk, "Siobhan Oneill-Gone", ended_on=TODAY)
    assert "Close to" not in desk.reload().text
    sent = {**desk.hidden(), "company": desk.on.company_name, "caller_name": said, "prime": desk.on.prime_name}
    desk.post(desk.path, sent)
    assert "Close to: Siobhan O'Neill. Do not read this name out. Ask the caller to say or spell the name" in desk.text
    for other in (b"Quigg", b"Oneale", b"Oneill-"):
        assert other not in desk.response.content
    event = AuditEvent.objects.get(action="caller not matched")
    assert event.detail == {"reasons": ["NOT_AUTHORISED"], "callers_shown": [close.pk]}
    assert "Neill" not in desk.call.submissions.get().result
    desk.post(desk.path, sent)
    assert "Siobhan O" not in desk.response.content.decode().replace(escape(said), "")
    assert "Close to" not in desk.text, "the same form again is no second look"
    assert desk.caller(caller_name="Siobhan O'Neill").slug == "purpose"


@pytest.mark.req("E3", "E7")
@pytest.mark.parametrize(
    ("said", "change"),
    [
        ({"caller_name": "Xavier Quigg"}, None),
        ({"company": "Nonesuch Skills"}, None),
        ({"prime": "Nonesuch Prime"}, None),
        ({}, lambda on: WithdrawalFactory(prime=on.prime)),
        ({"help": "other"}, None),
    ],
    ids=["nothing like it", "company unknown", "prime unknown", "withdrawn besides", "help asked for"],
)
def test_no_names_are_shown_where_more_than_the_name_is_wrong_or_none_is_close(said: Any, change: Any) -> None:
    desk = Desk().open()
    _listed(desk, "Siobhan O'Neill")
    if change:
        change(desk.on)
    desk.caller(**{"caller_name": "Siobhan Oneal", **said})
    assert (desk.slug, "Close to" in desk.text, b"Neill" in desk.response.content) == ("caller", False, False)


@pytest.mark.req("E1", "E7")
def test_the_box_that_ends_the_call_is_there_once_the_details_were_found_wanting_and_not_before() -> None:
    desk = Desk().open()
    box = "Record the caller as not eligible and end the call"
    desk.caller(help="other")
    assert box not in desk.text, "nothing was looked at"
    desk.caller(company="x" * 300)
    assert box not in desk.text
    sent = {**desk.hidden(), "company": "Nonesuch Skills", "caller_name": "A B", "prime": desk.on.prime_name}
    desk.post(desk.path, sent)
    assert box in desk.text
    desk.post(desk.path, sent)
    assert box in desk.text, "the same form again"
    desk.caller(company="Nonesuch Skills", confirmed="on", help="other")
    assert box in desk.text, "what was ticked is kept"


@pytest.mark.req("E5", "R3")
@pytest.mark.parametrize("programme", Programme)
@pytest.mark.parametrize("purpose", DeclinedPurpose)
def test_what_the_service_is_not_for_is_declined_with_words_and_recorded_against_the_provider(purpose, programme):
    desk = Desk(programme=programme).open().caller().purpose(purpose.value)
    call = desk.call
    assert (call.outcome, call.declined, call.route, call.challenge) == ("purpose_declined", purpose, None, None)
    assert "cannot help" in desk.text or "only for checking details" in desk.text
    [event] = AuditEvent.objects.filter(chain=f"call:{call.ref}", action="purpose recorded")
    assert event.subject == f"provider:{desk.on.prime.pk}"
    assert event.detail == {"declined": purpose.value}


@pytest.mark.req("P3")
@pytest.mark.parametrize(("code", "signpost"), [("WP08", "Chapter 4b"), ("PRE01", "Chapter 6")])
def test_the_route_chosen_shows_its_signpost_then_and_with_the_advice(code: str, signpost: str) -> None:
    desk = Desk()
    referral = participant(prime=desk.on.prime)
    desk.open().caller().purpose(code)
    assert signpost in desk.text
    desk.code().identify(referral).answer(referral).failure_date(FAILED_ON)
    desk.ask_for("address", "phone").compare(address="same", phone="same")
    assert signpost in desk.text
    assert desk.call.route == code


@pytest.mark.req("P3")
def test_a_route_of_the_other_programme_is_no_choice() -> None:
    desk = Desk(programme=Programme.MANDATORY_WORK_ACTIVITY).open().caller().purpose("WP08")
    assert desk.errors == ["Select what the call is for"] or "Select" in desk.errors[0]
    assert desk.call.route is None
    assert desk.purpose("DMA").slug == "access-code"
