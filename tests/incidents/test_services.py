"""A proforma is sent, decided and marked: each once (B1, B3, B4)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from accesscodes import emails as code_emails
from accesscodes import selectors as codes
from accesscodes.models import AccessCode
from accesscodes.rules.calendar import LONDON, issue_of
from accesscodes.services import AlreadyReplaced, BadMoment
from accounts.rules import Role
from audit.actions import Action
from audit.models import AuditEvent
from incidents import emails, services
from incidents.models import Decision, Incident
from incidents.rules.proforma import How
from incidents.services import CodeChange
from notices.models import Notice
from providers.models import Provider
from tests.accesscodes.factories import AccessCodeFactory
from tests.accesscodes.post import deliver, told
from tests.accounts.factories import UserFactory
from tests.incidents.factories import incident, proforma, row, rows_of
from tests.notices.post_office import open_post_office
from tests.providers.factories import ProviderFactory, SpocFactory, SpocWithPlanFactory, SupplyChainFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 11, tzinfo=LONDON)
TODAY = NOW.date()
LATER = NOW + timedelta(hours=3)


@pytest.fixture(autouse=True)
def _wednesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.req("B1")
def test_a_proforma_is_kept_as_it_was_sent() -> None:
    chain = SupplyChainFactory()
    found = incident(
        row(subcontractor_id=chain.subcontractor_id, reason=" Ceased trading. "),
        row(subcontractor_said="Some Skills", changed_on=date(2026, 11, 2)), row(),
        prime=chain.prime, call_ref="K7B2XQ9M", warned_of=("the name of a person",),
    )  # fmt: skip
    assert rows_of(found) == [
        (chain.subcontractor.name, TODAY, "Ceased trading."),
        ("Some Skills", date(2026, 11, 2), "Member of staff dismissed."),
        ("", TODAY, "Member of staff dismissed."),
    ]
    event = AuditEvent.objects.get(action=Action.INCIDENT_SENT)
    assert (event.chain, event.subject) == (f"provider:{chain.prime_id}", f"incident:{found.pk}")
    assert event.detail == {"how": How.PORTAL, "rows": 3, "warned_of": ["the name of a person"]}


@pytest.mark.req("B1")
def test_a_page_that_is_sent_twice_is_kept_once() -> None:
    prime, token = ProviderFactory(prime=True), uuid4()
    first = incident(prime=prime, token=token)
    assert incident(row(reason="Changed since."), prime=prime, token=token) == first
    assert incident(token=token) != first  # the same token on another prime's page is another page
    assert Incident.objects.count() == 2


@pytest.mark.req("B1")
@pytest.mark.parametrize(
    "changes",
    [
        {"rows": ()},
        {"rows": (row(changed_on=TODAY),) * 21},
        {"rows": (row(changed_on=TODAY, reason=" \n"),)},
        {"rows": (row(changed_on=TODAY + timedelta(days=1)),)},
        {"rows": (row(changed_on=date(2016, 1, 1)),)},
        {"rows": (row(changed_on=TODAY),), "received_on": TODAY + timedelta(days=1)},
        {"rows": (row(changed_on=TODAY),), "received_on": TODAY - timedelta(days=1)},
        {"rows": (row(changed_on=TODAY, subcontractor_id=10**9),)},
    ],
    ids=["no rows", "too many", "no reason", "to come", "too old", "received to come", "after receipt", "not theirs"],
)
def test_what_is_not_complete_is_refused(changes: dict[str, object]) -> None:
    prime = ProviderFactory(prime=True)
    filled = proforma(**{"rows": (row(),), **changes})
    with pytest.raises(services.Incomplete):
        services.send(prime_id=prime.pk, proforma=filled, token=uuid4(), at=NOW, actor=UserFactory())
    with pytest.raises(Provider.DoesNotExist):
        services.send(prime_id=ProviderFactory().pk, proforma=filled, token=uuid4(), at=NOW, actor=UserFactory())
    assert not Incident.objects.exists()


def decide(found: Incident, change: CodeChange | None = None, **changes: object) -> Decision:
    asked = {"incident_id": found.pk, "change": change, "reasons": "Left on good terms.", "at": NOW}
    return services.decide(**{**asked, "actor": UserFactory(role=Role.BMT), **changes})


@pytest.mark.req("B3")
def test_with_a_change_the_old_code_stops_the_new_one_goes_out_and_the_spoc_is_told() -> None:
    old = AccessCodeFactory(at=NOW)
    spoc = SpocWithPlanFactory(prime=old.prime)
    SpocWithPlanFactory(prime=AccessCodeFactory(at=NOW).prime)
    found = incident(prime=old.prime)
    decision = decide(found, CodeChange(LATER, old.pk), reasons="Dismissed with the code in hand.")
    assert codes.current_code_id(old.prime_id, LATER) == decision.new_code_id != old.pk
    assert AccessCode.objects.get(pk=old.pk).replaced_by.reason == f"Potential security incident {found.pk}"
    kinds = [code_emails.CHANGED, code_emails.DOCUMENT, emails.DECIDED]
    assert list(Notice.objects.order_by("id").values_list("kind", "recipient")) == [(k, spoc.user_id) for k in kinds]
    event = AuditEvent.objects.get(action=Action.INCIDENT_DECIDED)
    assert event.detail == {"change_code": True, "new_code": decision.new_code_id}


@pytest.mark.req("B3")
def test_the_email_says_that_there_is_a_decision_and_nothing_of_it() -> None:
    chain = SupplyChainFactory()
    mine, gone = SpocFactory(prime=chain.prime), SpocFactory(prime=chain.prime)
    decide(incident(row(subcontractor_id=chain.subcontractor_id, reason="Laptop stolen."), prime=chain.prime))
    gone.ended_on = TODAY
    gone.save()
    with open_post_office() as office:
        deliver()
    subject = "Provider Direct: your security incident proforma has been assessed"
    assert told(office) == [(mine.user.email, subject)]
    text = office.letters[0].text
    assert "received on 18 November 2026" in text
    for secret in ("Laptop", "good terms", chain.subcontractor.name, "code"):
        assert secret not in text


@pytest.mark.req("B3")
def test_a_decision_without_change_touches_no_code() -> None:
    old = AccessCodeFactory(at=NOW)
    decide(incident(prime=old.prime))
    assert codes.current_code_id(old.prime_id, LATER) == old.pk
    assert AccessCode.objects.count() == 1


@pytest.mark.req("B3")
def test_a_second_decision_is_told_of_the_first() -> None:
    found, first = incident(), UserFactory(role=Role.BMT)
    decide(found, actor=first)
    with pytest.raises(services.AlreadyDecided) as told_so:
        decide(found, reasons="Otherwise.")
    assert (told_so.value.decision.decided_by, told_so.value.decision.decided_at) == (first, NOW)
    assert Decision.objects.get().reasons == "Left on good terms."


@pytest.mark.req("B3")
def test_where_the_code_cannot_be_changed_nothing_is_decided() -> None:
    old = AccessCodeFactory(at=NOW)
    found = incident(prime=old.prime)
    refusals = [
        (CodeChange(NOW - timedelta(seconds=1), old.pk), BadMoment),
        (CodeChange(issue_of(2026, 11).in_force_from, old.pk), BadMoment),
        (CodeChange(LATER, old.pk + 1), AlreadyReplaced),
    ]
    for change, error in refusals:
        with pytest.raises(error):
            decide(found, change)
    with pytest.raises(services.NoReasons):
        decide(found, reasons=" \n ")
    assert not Decision.objects.exists()
    assert not AuditEvent.objects.filter(action=Action.INCIDENT_DECIDED).exists()


@pytest.mark.req("B4")
def test_a_breach_is_marked_once_with_its_reference() -> None:
    found, actor = incident(), UserFactory(role=Role.BMT)
    marked = {"incident_id": found.pk, "raised_on": TODAY, "at": NOW, "actor": actor}
    for wrong in ({"reference": " "}, {"reference": "SI 4411", "raised_on": TODAY + timedelta(days=1)}):
        with pytest.raises(services.BadReference):
            services.mark_breach(**{**marked, **wrong})
    services.mark_breach(reference=" SI 4411 ", **marked)
    with pytest.raises(services.AlreadyMarked) as told_so:
        services.mark_breach(reference="SI 9999", **marked)
    assert (told_so.value.breach.reference, told_so.value.breach.marked_by) == ("SI 4411", actor)
    assert AuditEvent.objects.filter(action=Action.INCIDENT_BREACH_MARKED).count() == 1
