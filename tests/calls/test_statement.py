"""The SPoC's statement of calls: times, callers and how calls ended; nobody who was asked about (A13, WP 16)."""

from datetime import datetime, timedelta
from itertools import count

import pytest
import time_machine
from django.test import Client

from accesscodes.models import AccessCode
from accesscodes.selectors import Reign, reigns
from accounts.rules import Role
from calls import statement
from calls.models import Call
from calls.rules import Outcome
from calls.statement import WORDS
from core import clock
from core.clock import LONDON
from programmes.types import Programme
from providers.models import Spoc
from tests.accesscodes.factories import AccessCodeFactory, ChallengeFactory
from tests.accounts.factories import UserFactory, sign_in
from tests.calls.desk import CODE, OPEN_HOURS, Desk
from tests.calls.past import past_call
from tests.circumstances.factories import FAILED_ON, participant
from tests.html import assert_valid_html, text_of
from tests.providers.factories import EligibleCaller, SpocFactory, eligible_caller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
STATEMENT = "/statement/"
NUMBERS = count(1)


def client_of(on: EligibleCaller) -> Client:
    return sign_in(Client(), SpocFactory(prime=on.prime).user)


def said(response) -> str:
    return text_of(assert_valid_html(response))


def call_of(on: EligibleCaller, at: datetime, **facts: object) -> Call:
    """A finished call as a row."""
    defaults = {
        "programme": Programme.WORK_PROGRAMME, "prime": on.prime, "company": on.company, "caller": on.caller,
        "outcome": Outcome.COMPLETED, "ended_at": at + timedelta(minutes=5),
    }  # fmt: skip
    if "holder" not in facts:
        facts["holder"] = UserFactory(enrolled=False)
    return past_call(ref=f"S{next(NUMBERS):07}", opened_at=at, **{**defaults, **facts})


def failed(on: EligibleCaller, code: AccessCode, at: datetime) -> Call:
    challenge = ChallengeFactory(code=code, answered=False, drawn_at=at)
    return call_of(on, at, eligible=True, route="WP08", challenge=challenge, outcome=Outcome.ACCESS_CODE_FAILED)


def test_every_outcome_has_words_for_a_spoc() -> None:
    assert set(WORDS) == set(Outcome)
    assert len(set(WORDS.values())) == len(Outcome)


@pytest.mark.req("A13", "S7", "A5")
def test_a_whole_call_is_told_without_a_trace_of_the_participant() -> None:
    desk = Desk()
    referral = participant(prime=desk.on.prime)
    desk.through_the_code().identify(referral).answer(referral)
    desk.failure_date(FAILED_ON).ask_for("entitlement", accept=("address", "phone"))
    desk.compare(address="same", phone="same").advise().next("finish").read_back()
    response = client_of(desk.on).get(STATEMENT)
    call = Call.objects.get()
    expected = (
        f"{call.ref} 20 November 2026, 10:30 {desk.on.caller_name} of {desk.on.company_name} Work Programme 1 Completed"
    )
    assert expected in said(response)
    for secret in (referral.person.nino, referral.person.full_name, referral.reference, desk.agent.full_name, CODE):
        assert secret.encode() not in response.content


@pytest.mark.req("A13", "E7")
def test_a_caller_who_was_turned_away_is_told_without_the_reason() -> None:
    on = eligible_caller()
    AccessCodeFactory(prime=on.prime, at=OPEN_HOURS)
    call_of(on, clock.now(), company=None, caller=None, caller_said="Nobody Known", company_said="No Company",
            outcome=Outcome.NOT_ELIGIBLE, eligible=False, reasons_against=["NOT_AUTHORISED"])  # fmt: skip
    shown = said(client_of(on).get(STATEMENT))
    assert "Nobody Known of No Company Work Programme 0 Ended: the caller could not use the service" in shown
    assert "not on the" not in shown


@pytest.mark.req("A13")
def test_failed_checks_since_the_code_changed_name_caller_and_time(open_hours: time_machine.Traveller) -> None:
    on = eligible_caller()
    past = AccessCodeFactory(prime=on.prime, at=OPEN_HOURS - timedelta(days=28))
    present = AccessCodeFactory(prime=on.prime, at=OPEN_HOURS)
    failed(on, past, present.in_force_from - timedelta(days=3))
    client = client_of(on)
    assert "None under this code." in said(client.get(STATEMENT))
    failed(on, present, OPEN_HOURS - timedelta(hours=1))
    shown = said(client.get(STATEMENT))
    assert f"{on.caller_name} of {on.company_name} 20 November 2026, 09:31" in shown
    assert "29 October" not in shown
    earlier = said(client.get(STATEMENT, {"code": past.pk}))
    assert "30 October 2026" in earlier
    assert "20 November" not in earlier


@pytest.mark.req("A13")
def test_each_call_stands_under_exactly_one_code(open_hours: time_machine.Traveller) -> None:
    """To the moment: a call opened at the change belongs to the new code, and none falls between two."""
    on = eligible_caller()
    old = AccessCodeFactory(prime=on.prime, at=OPEN_HOURS - timedelta(days=28))
    new = AccessCodeFactory(prime=on.prime, at=OPEN_HOURS)
    AccessCode.objects.filter(pk=old.pk).update(stopped_at=new.in_force_from - timedelta(days=2))
    change = new.in_force_from
    for at in (change - timedelta(days=1), change - timedelta(microseconds=1), change):
        call_of(on, at)
    first, second = reigns(on.prime.pk, clock.now())
    assert [first, second] == [Reign(new.pk, change, None), Reign(old.pk, old.in_force_from, change)]
    assert [statement.counts(on.prime.pk, each).calls for each in (first, second)] == [1, 2]


@pytest.mark.req("G1", "A13")
def test_another_primes_calls_and_codes_are_not_there() -> None:
    on, other = eligible_caller(), eligible_caller()
    AccessCodeFactory(prime=on.prime, at=OPEN_HOURS)
    theirs = AccessCodeFactory(prime=other.prime, at=OPEN_HOURS)
    failed(other, theirs, OPEN_HOURS)
    client = client_of(on)
    shown = said(client.get(STATEMENT))
    assert "No calls were made." in shown
    assert other.prime_name not in shown
    for wanted in (str(theirs.pk), "0", "x", "9" * 40, "\x00", f"{theirs.pk} "):
        assert client.get(STATEMENT, {"code": wanted}).status_code == 404


@pytest.mark.req("G1")
def test_only_a_present_spoc_sees_a_statement() -> None:
    on = eligible_caller()
    AccessCodeFactory(prime=on.prime, at=OPEN_HOURS)
    call_of(on, OPEN_HOURS)
    client = client_of(on)
    assert on.caller_name in said(client.get(STATEMENT))
    Spoc.objects.update(ended_on=OPEN_HOURS.date())
    shown = said(client.get(STATEMENT))
    assert "not the single point of contact of any prime provider today" in shown
    assert on.caller_name not in shown
    for role in set(Role) - {Role.SPOC}:
        assert sign_in(Client(), UserFactory(role=role)).get(STATEMENT).status_code == 403


@pytest.mark.req("A11", "A13")
def test_a_code_that_is_destroyed_cannot_be_chosen_and_none_at_all_says_so() -> None:
    on = eligible_caller()
    client = client_of(on)
    assert "has had no access code yet" in said(client.get(STATEMENT))
    gone = AccessCodeFactory(prime=on.prime, at=OPEN_HOURS - timedelta(days=200))
    AccessCodeFactory(prime=on.prime, at=OPEN_HOURS)
    assert "Calls under another code" in said(client.get(STATEMENT))
    AccessCode.objects.filter(pk=gone.pk).update(
        destroyed_at=OPEN_HOURS, key_id="", nonce=b"", ciphertext=b"", fingerprint=None
    )
    assert "Calls under another code" not in said(client.get(STATEMENT))
    assert client.get(STATEMENT, {"code": gone.pk}).status_code == 404


def test_many_calls_are_paged_in_the_same_number_of_queries(django_assert_max_num_queries) -> None:
    on = eligible_caller()
    code = AccessCodeFactory(prime=on.prime, at=OPEN_HOURS)
    client, agent = client_of(on), UserFactory()
    call_of(on, OPEN_HOURS, holder=agent)
    with django_assert_max_num_queries(15) as few:
        client.get(STATEMENT)
    for number in range(55):
        call_of(on, OPEN_HOURS - timedelta(minutes=number), holder=agent)
    for _ in range(22):
        failed(on, code, OPEN_HOURS)
    with django_assert_max_num_queries(15) as many:
        shown = said(client.get(STATEMENT))
    assert len(few) == len(many)
    assert "The newest 20 of 22." in shown
    assert "78 calls, the newest first" in shown
    assert "20 November 2026, 09:36" in said(client.get(STATEMENT, {"page": "2", "code": code.pk}))
    assert client.get(STATEMENT, {"page": "\x00"}).status_code == 200


def test_times_are_those_of_london(open_hours: time_machine.Traveller) -> None:
    on = eligible_caller()
    summer = datetime(2026, 7, 1, 9, tzinfo=LONDON)
    AccessCodeFactory(prime=on.prime, at=summer)
    call_of(on, summer)
    assert "1 July 2026, 09:00" in said(client_of(on).get(STATEMENT))
