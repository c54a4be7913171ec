"""BMT's pages and the SPoC's own: the list, the decision, the breach, and who may see them (B3, B4, G1)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accesscodes import selectors as codes
from accesscodes.rules.calendar import LONDON
from accesscodes.services import replace_code
from accounts.models import User
from accounts.rules import Role
from incidents import services
from incidents.models import Breach, Decision, Incident
from tests.accesscodes.factories import AccessCodeFactory
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.incidents.factories import incident, row
from tests.providers.factories import SpocWithPlanFactory, SupplyChainFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 11, tzinfo=LONDON)
LIST = reverse("incidents")
NO_BREACH = {"reasons": "Dismissed with the code in hand.", "breach": "no"}
RAISED = {"reference": "SI 4411", "raised_on_day": "17", "raised_on_month": "11", "raised_on_year": "2026"}


@pytest.fixture(autouse=True)
def _wednesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def morag() -> User:
    return UserFactory(role=Role.BMT, full_name="Morag Bell")


@pytest.fixture
def at_bmt(morag: User) -> Client:
    return sign_in(Client(), morag)


@pytest.fixture
def found() -> Incident:
    """An incident of a prime with a code and a SPoC."""
    code = AccessCodeFactory(at=NOW)
    SpocWithPlanFactory(prime=code.prime, user=UserFactory(role=Role.SPOC, full_name="Sam Okafor"))
    return incident(row(reason="Laptop stolen."), prime=code.prime)


def code_of(found: Incident) -> int | None:
    return codes.current_code_id(found.prime_id, NOW)


def page(response) -> str:
    assert response.status_code == 200
    return text_of(assert_valid_html(response))


def at(name: str, found: Incident) -> str:
    return reverse(f"incidents-{name}", args=[found.pk])


@pytest.mark.req("B1")
def test_bmt_goes_from_not_our_call_to_the_record_of_that_call(at_bmt: Client) -> None:
    spoc = SpocWithPlanFactory()
    disowned = incident(row(), prime=spoc.prime, call_ref="K7B2XQ9M")
    record = f"{reverse('record')}?call=K7B2XQ9M"
    for name in ("detail", "assess"):
        shown = at_bmt.get(at(name, disowned))
        assert f'href="{record}"' in shown.content.decode()
        assert "The record of call K7B2XQ9M" in page(shown)
    assert 'value="K7B2XQ9M"' in at_bmt.get(record).content.decode()
    mine = sign_in(Client(), spoc.user).get(at("mine-detail", disowned))
    assert "K7B2XQ9M" in page(mine)
    assert reverse("record") not in mine.content.decode()


@pytest.mark.req("B3")
def test_bmt_changes_the_code_with_the_decision(at_bmt: Client, found: Incident) -> None:
    assert "Sam Okafor" in page(at_bmt.get(at("assess", found)))
    old = code_of(found)
    decided = at_bmt.post(at("assess", found), NO_BREACH | {"when": "now", "sure": "on", "code": old}, follow=True)
    assert "The decision is recorded" in page(decided)
    assert code_of(found) == Decision.objects.get().new_code_id != old
    assert "Dismissed with the code in hand." in page(decided)
    mine = sign_in(Client(), found.prime.spocs.get().user)
    shown = page(mine.get(at("mine-detail", found)))
    assert "The access code of your organisation is changed" in shown
    assert "Dismissed with the code in hand." in shown
    assert "Morag" not in shown
    assert "Code changed" in page(mine.get(reverse("incidents-mine")))


@pytest.mark.req("B3", "B4")
def test_no_change_and_a_breach_in_one_decision(at_bmt: Client, found: Incident) -> None:
    old = code_of(found)
    at_bmt.post(at("assess", found), NO_BREACH | RAISED | {"when": "no", "code": old, "breach": "yes", "day_day": "x"})
    assert code_of(found) == old
    assert Breach.objects.get().reference == "SI 4411"
    shown = page(at_bmt.get(at("detail", found)))
    assert "The access code is not changed." in shown
    assert "under the reference SI 4411" in shown


@pytest.mark.req("B3", "B4")
def test_what_is_wrong_with_a_decision_is_told(at_bmt: Client, found: Incident) -> None:
    code = str(code_of(found))
    later = {"when": "later", "code": code, "day_day": "1", "day_month": "12", "day_year": "2026", "hour": "14:00"}
    for typed, message in (
        ({}, "Select whether the access code is to be changed"),
        (NO_BREACH | {"when": "no", "reasons": " "}, "Enter the reasons for the decision"),
        (NO_BREACH | {"when": "no", "reasons": "x" * 2001}, "2,000 characters or fewer"),
        (NO_BREACH | {"when": "later", "code": code}, "Enter the day on which it stops"),
        (NO_BREACH | later, "before the next codes are in force"),
        (NO_BREACH | {"when": "now", "code": code}, "Tick the box to stop the present code now"),
        (NO_BREACH | {"when": "now", "code": "9" * 30}, "has changed since this page was opened"),
        (NO_BREACH | {"when": "now"}, "has changed since this page was opened"),
        (NO_BREACH | {"when": "maybe", "code": code}, "Select one of the answers"),
        (NO_BREACH | {"when": "no", "breach": ""}, "Select whether it is a breach of security"),
        (NO_BREACH | {"when": "no", "breach": "yes"}, "Enter the reference of the security incident"),
        (NO_BREACH | {"when": "no", "breach": "yes"}, "Enter the date on which it was raised"),
        (NO_BREACH | RAISED | {"when": "no", "breach": "yes", "raised_on_day": "19"}, "today or in the past"),
    ):  # fmt: skip
        shown = at_bmt.post(at("assess", found), typed).content.decode()
        assert message in shown
        assert typed.get("reasons", "") in shown
        assert f'name="code" value="{code}"' in shown or "has changed" not in message
    assert not Decision.objects.exists()


@pytest.mark.req("B3")
def test_where_there_is_no_code_to_change_only_no_change_can_be_chosen(at_bmt: Client, found: Incident) -> None:
    without = incident()
    assert "no access code in force" in page(at_bmt.get(at("assess", without)))
    assert "Select one of the answers" in page(at_bmt.post(at("assess", without), NO_BREACH | {"when": "now"}))
    stops = NOW + timedelta(hours=1)
    replace_code(prime_id=found.prime_id, stops_at=stops, reason="Read out on a train.", actor=None, at=NOW)
    assert "is being changed already: it stops on 18 November 2026 at 12:00" in page(at_bmt.get(at("assess", found)))
    assert at_bmt.post(at("assess", found), NO_BREACH | {"when": "no"}).status_code == 302


@pytest.mark.req("B3")
def test_a_code_that_stops_later_is_stopped_now_with_the_decision(at_bmt: Client, found: Incident) -> None:
    stops, code = NOW + timedelta(hours=1), code_of(found)
    replace_code(prime_id=found.prime_id, stops_at=stops, reason="Read out on a train.", actor=None, at=NOW)
    asked = page(at_bmt.get(at("assess", found)))
    assert "Stop the present code now, and give up the one that was to follow" in asked
    assert "stops later" not in asked
    stop = NO_BREACH | {"when": "now", "code": code}
    assert "Tick the box to stop the present code now" in page(at_bmt.post(at("assess", found), stop))
    assert "Select one of the answers" in page(at_bmt.post(at("assess", found), stop | {"when": "later"}))
    assert "The decision is recorded" in page(at_bmt.post(at("assess", found), stop | {"sure": "on"}, follow=True))
    assert code_of(found) == codes.current_code_id(found.prime_id, stops) == Decision.objects.get().new_code_id != code


@pytest.mark.req("B3")
def test_the_second_of_two_is_told_who_decided_and_when(at_bmt: Client, morag: User, found: Incident) -> None:
    other = sign_in(Client(), UserFactory(role=Role.BMT, full_name="Owen Adeyemi"))
    typed = NO_BREACH | {"when": "now", "sure": "on", "code": code_of(found)}
    at_bmt.post(at("assess", found), typed)
    late = page(other.post(at("assess", found), typed | {"reasons": "Otherwise."}, follow=True))
    assert (
        "Morag Bell decided to change the access code on 18 November 2026 at 11:00. Nothing else was recorded" in late
    )
    assert "Otherwise." not in late
    assert "You decided" in page(at_bmt.get(at("assess", found), follow=True))
    assert Decision.objects.count() == 1


@pytest.mark.req("B4")
def test_a_breach_is_marked_later_and_once(at_bmt: Client, found: Incident) -> None:
    for typed, message in (
        ({}, "Enter the reference"),
        (RAISED | {"raised_on_day": "19"}, "today or in the past"),
        (RAISED | {"reference": "x" * 61}, "60 characters"),
    ):
        assert message in page(at_bmt.post(at("breach", found), typed))
    assert "under the reference SI 4411" in page(at_bmt.post(at("breach", found), RAISED, follow=True))
    again = at_bmt.post(at("breach", found), RAISED | {"reference": "SI 9"}, follow=True)
    assert "You marked it as a breach on 18 November 2026" in page(again)
    assert "Is it a breach" not in page(at_bmt.get(at("assess", found)))
    assert at_bmt.post(at("assess", found), {"when": "no", "reasons": "See the incident."}).status_code == 302


@pytest.mark.req("B3")
def test_the_list_has_those_to_be_assessed_first_in_a_fixed_number_of_queries(
    at_bmt: Client, found: Incident, django_assert_max_num_queries
) -> None:
    counts = []
    chain = SupplyChainFactory(prime=found.prime)
    decided = incident(row(subcontractor_id=chain.subcontractor_id), prime=found.prime)
    decider = UserFactory(role=Role.BMT)
    services.decide(incident_id=decided.pk, change=None, reasons="Left on good terms.", at=NOW, actor=decider)
    for _ in range(2):
        with django_assert_max_num_queries(12) as seen:
            shown = page(at_bmt.get(LIST))
        counts.append(len(seen))
        for _ in range(3):
            incident(row(subcontractor_id=chain.subcontractor_id), row(), prime=found.prime)
    assert counts[0] == counts[1]
    assert f"{chain.subcontractor.name}, {found.prime.name}" in shown
    assert shown.index(f"Incident {found.pk}") < shown.index(f"Incident {decided.pk}")
    assert "7 to be assessed." in page(at_bmt.get(LIST))


@pytest.mark.req("G1")
@pytest.mark.parametrize("role", Role)
def test_who_may_do_what(role: Role, found: Incident) -> None:
    user = UserFactory(role=role)
    if role == Role.SPOC:
        SpocWithPlanFactory(user=user)
    client = sign_in(Client(), user)
    reads = {"incidents": (), "incidents-detail": (found.pk,)}
    keeps = {"incidents-enter": (), "incidents-assess": (found.pk,), "incidents-breach": (found.pk,)}
    own = {"incidents-mine": (), "incidents-report": ()}
    for names, roles in ((reads, {Role.BMT, Role.AUDITOR}), (keeps, {Role.BMT}), (own, {Role.SPOC})):
        for name, args in names.items():
            assert client.get(reverse(name, args=args)).status_code == (200 if role in roles else 403), name
    for name in ("incidents-assess", "incidents-breach"):
        if role != Role.BMT:
            assert client.post(reverse(name, args=[found.pk]), NO_BREACH | RAISED | {"when": "no"}).status_code == 403
    # Another prime's SPoC is told that there is no such thing.
    assert client.get(at("mine-detail", found)).status_code == (404 if role == Role.SPOC else 403)
    assert not Decision.objects.exists()


@pytest.mark.req("G1")
def test_a_spoc_sees_its_own_primes_and_no_others(found: Incident) -> None:
    theirs = incident(row(reason="Not for you."))
    mine = sign_in(Client(), found.prime.spocs.get().user)
    assert "Laptop stolen." in page(mine.get(at("mine-detail", found)))
    assert mine.get(at("mine-detail", theirs)).status_code == 404
    assert f"Incident {theirs.pk}" not in page(mine.get(reverse("incidents-mine")))
    gone = found.prime.spocs.get()
    gone.ended_on = NOW.date()
    gone.save()
    assert mine.get(at("mine-detail", found)).status_code == 404


@pytest.mark.parametrize("name", ["detail", "assess", "breach"])
@pytest.mark.parametrize("number", [999_999, 10**30])
def test_an_incident_that_is_not_there_is_not_found(at_bmt: Client, name: str, number: int) -> None:
    assert at_bmt.get(reverse(f"incidents-{name}", args=[number])).status_code == 404


@pytest.mark.req("B3")
def test_whoever_decides_is_told_of_a_code_that_is_issued_already(at_bmt: Client, found: Incident) -> None:
    assess = reverse("incidents-assess", args=[found.pk])
    assert "is issued already" not in page(at_bmt.get(assess))
    AccessCodeFactory(prime=found.prime, at=datetime(2026, 12, 1, 11, tzinfo=LONDON))
    assert "The code for use from Monday 30 November 2026 is issued already" in page(at_bmt.get(assess))


@pytest.mark.req("B3")
def test_nobody_is_said_to_be_told_where_there_is_no_spoc(at_bmt: Client) -> None:
    lonely = incident(row(reason="Laptop stolen."), prime=AccessCodeFactory(at=NOW).prime)
    said = {**NO_BREACH, "when": "no", "code": code_of(lonely)}
    shown = page(at_bmt.post(reverse("incidents-assess", args=[lonely.pk]), said, follow=True))
    assert "The decision is recorded. The provider has no single point of contact, so nobody is told" in shown
