"""The list of authorised callers, kept by the prime's own SPoC (E3)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.rules import Role
from audit.models import AuditEvent
from core import clock
from programmes.types import Programme
from providers import own, services
from providers.models import AuthorisedCaller, Spoc, SupplyChain
from providers.rules.own_callers import CallerStanding, caller_standing
from providers.selectors import spoc_of
from tests.accesscodes.racing import race
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.providers import factories as make

LIST = "/providers/mine/callers/"
ADD = f"{LIST}add/"
WP = Programme.WORK_PROGRAMME


@pytest.fixture
def named(db: None) -> make.EligibleCaller:
    return make.eligible_caller()


@pytest.fixture
def spoc(named: make.EligibleCaller) -> Spoc:
    return make.SpocFactory(prime=named.prime)


@pytest.fixture
def client(spoc: Spoc) -> Client:
    return sign_in(Client(), spoc.user)


def one(caller: AuthorisedCaller) -> str:
    return reverse("callers-mine-one", args=[caller.pk])


def said(response) -> str:
    return text_of(assert_valid_html(response))


def eligible(named: make.EligibleCaller, name: str) -> bool:
    return services.assess_caller(
        programme=WP, company_name=named.company_name, caller_name=name, prime_name=named.prime_name,
        today=clock.today(),
    ).eligible  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        ({}, CallerStanding.AUTHORISED),
        ({"starts_on": 1}, CallerStanding.NOT_YET),
        ({"ended_on": 1}, CallerStanding.AUTHORISED),
        ({"ended_on": 0}, CallerStanding.ENDED),
        ({"company_in_chain": False}, CallerStanding.COMPANY_LEFT),
        ({"company_in_chain": False, "ended_on": 0}, CallerStanding.ENDED),
    ],
)
def test_where_a_caller_stands(facts: dict[str, int], standing: CallerStanding) -> None:
    today = make.LONG_AGO + timedelta(days=100)
    days = {name: today + timedelta(days=count) for name, count in facts.items() if name != "company_in_chain"}
    found = {"starts_on": make.LONG_AGO, "ended_on": None, "company_in_chain": True, **facts, **days}
    assert caller_standing(today=today, **found) is standing


def test_whoever_is_no_spoc_is_named_as_the_team_in_the_middle_of_a_sentence() -> None:
    assert own.who(None) == "the business management team"


@pytest.mark.req("E3")
def test_who_is_added_can_call_in_the_next_call_and_who_is_ended_cannot(
    named: make.EligibleCaller, client: Client, spoc: Spoc
) -> None:
    assert not eligible(named, "Ann Bell")
    added = client.post(ADD, {"full_name": " Ann  Bell ", "company": named.company.pk}, follow=True)
    assert "Ann Bell of" in said(added)
    assert eligible(named, "Ann Bell")
    ann = AuthorisedCaller.objects.get(full_name="Ann Bell")
    end = {"version": ann.version, "reason": "Left for another job"}
    assert "cannot call any more" in said(client.post(one(ann), end, follow=True))
    assert not eligible(named, "Ann Bell")
    shown = said(client.get(one(ann)))
    assert "Why: Left for another job" in shown
    assert shown.count(f"by {spoc.user.full_name}") == 2
    # Ended today and added again today: a new entry, and the old one keeps its reason.
    client.post(ADD, {"full_name": "Ann Bell", "company": named.company.pk})
    assert eligible(named, "Ann Bell")
    assert AuthorisedCaller.objects.filter(full_name="Ann Bell").count() == 2
    assert "Ann Bell" not in str([event.detail for event in AuditEvent.objects.all()])


@pytest.mark.req("E3")
def test_the_same_name_twice_says_what_to_do(named: make.EligibleCaller, client: Client) -> None:
    again = client.post(ADD, {"full_name": named.caller_name.upper(), "company": named.company.pk})
    assert "If they are two people of the same name, add a middle name or initial" in said(again)
    assert named.caller_name.upper() in again.content.decode()
    assert AuthorisedCaller.objects.count() == 1


NONSENSE = (
    ({}, "Enter the caller's full name"),
    ({"full_name": "Ann Bell"}, "Select the organisation that they work for"),
    ({"full_name": "--", "company": "own"}, "at least one letter"),
    ({"full_name": "x" * 101, "company": "own"}, "100 characters"),
    ({"full_name": "a\x00b", "company": "own"}, "cannot be stored"),
    ({"full_name": "Ann Bell", "company": "left"}, "in your supply chain today"),
    ({"full_name": "Ann Bell", "company": "99999999999999999999"}, "in your supply chain today"),
)


@pytest.mark.req("E3")
def test_nonsense_is_told_and_changes_nothing(named: make.EligibleCaller, client: Client) -> None:
    left = make.SupplyChainFactory(prime=named.prime, ends_on=clock.today() - timedelta(days=1)).subcontractor
    company = {"own": str(named.prime.pk), "left": str(left.pk)}
    for typed, message in NONSENSE:
        sent = {name: company.get(value, value) for name, value in typed.items()}
        assert message in said(client.post(ADD, sent)), typed
    assert AuthorisedCaller.objects.count() == 1


@pytest.mark.req("E3")
def test_an_end_needs_a_reason_and_comes_once(named: make.EligibleCaller, client: Client) -> None:
    assert "Enter why this person may not call any more" in said(client.post(one(named.caller), {"reason": " "}))
    stale = client.post(one(named.caller), {"version": "7", "reason": "Retired"})
    assert "Someone else changed" in said(stale)
    assert "Retired" in stale.content.decode()
    assert AuthorisedCaller.objects.get().ended_on is None
    for told in ("cannot call any more", "had ended already"):
        assert told in said(client.post(one(named.caller), {"version": "1", "reason": "Retired"}, follow=True))
    assert AuthorisedCaller.objects.get().end_reason == "Retired"


@pytest.mark.req("E3", "E2")
def test_a_caller_of_an_organisation_that_left_is_shown_as_such(named: make.EligibleCaller, client: Client) -> None:
    SupplyChain.objects.update(ends_on=clock.today() - timedelta(days=1))
    assert "Organisation has left" in said(client.get(LIST))
    assert "is not in your supply chain today" in said(client.get(one(named.caller)))
    client.post(one(named.caller), {"version": "1", "reason": "Their company left"})
    assert AuthorisedCaller.objects.get().ended_on == clock.today()


@pytest.mark.req("G1")
def test_another_primes_callers_are_not_there(client: Client) -> None:
    other = make.eligible_caller()
    for response in (client.get(one(other.caller)), client.post(one(other.caller), {"version": "1", "reason": "x"})):
        assert response.status_code == 404
    assert client.get(reverse("callers-mine-one", args=[2**70])).status_code == 404
    assert other.caller_name not in said(client.get(LIST))
    assert AuthorisedCaller.objects.get(pk=other.caller.pk).ended_on is None
    # Nor can a caller be added to another's company.
    assert "in your supply chain today" in said(
        client.post(ADD, {"full_name": "Ann Bell", "company": other.company.pk})
    )


@pytest.mark.req("G1")
def test_a_spoc_of_nothing_today_sees_a_plain_page(named: make.EligibleCaller, spoc: Spoc, client: Client) -> None:
    Spoc.objects.update(ended_on=clock.today())
    for address in (LIST, ADD, one(named.caller)):
        shown = said(client.get(address))
        assert "not the single point of contact of any prime provider today" in shown
        assert named.caller_name not in shown
        assert client.post(address, {}).status_code in {404, 405}


@pytest.mark.req("G1")
def test_only_spocs_come_in(named: make.EligibleCaller) -> None:
    for role in set(Role) - {Role.SPOC}:
        signed_in = sign_in(Client(), UserFactory(role=role))
        assert {signed_in.get(address).status_code for address in (LIST, ADD, one(named.caller))} == {403}


@pytest.mark.req("E3")
def test_three_hundred_callers_are_paged_and_found_misspelt(
    named: make.EligibleCaller, client: Client, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(30) as few:
        client.get(LIST)
    AuthorisedCaller.objects.bulk_create(
        make.AuthorisedCallerFactory.build(
            prime=named.prime, company=named.company, full_name=f"Person {number}", name_key=f"person {number}"
        )
        for number in range(300)
    )
    make.AuthorisedCallerFactory(prime=named.prime, full_name="Siobhán O'Neill")
    with django_assert_max_num_queries(30) as many:
        shown = said(client.get(LIST, {"page": "6"}))
    assert "302 people" in shown
    assert "of whom can call today" not in shown
    assert len(few) == len(many)
    found = said(client.post(LIST, {"q": "siobahn oneill"}, follow=True))
    assert "Siobhán O'Neill" in found
    assert "Person 1 " not in found
    assert "1 person found" in said(client.get(LIST, {"company": named.prime.pk}))
    assert "Nobody is found" in said(client.post(LIST, {"q": "zzzzzz"}, follow=True))
    assert client.post(LIST, {"q": "\x00"}).status_code == 200
    for query in ({"search": "x"}, {"company": "x"}, {"company": "9" * 30}, {"page": "x"}, {"show": "x"}):
        assert client.get(LIST, query).status_code == 200


@pytest.mark.req("E3")
@pytest.mark.django_db(transaction=True)
def test_an_end_that_meets_the_end_of_the_spoc_is_refused() -> None:
    """The SPoC's row is read under the lock: ended while the SPoC's change waits, the change is refused."""
    named = make.eligible_caller()
    spoc = make.SpocFactory(prime=named.prime)

    def spoc_ended() -> None:
        services.keeping.one_writer_at_a_time()
        Spoc.objects.update(ended_on=clock.today())

    def caller_ended() -> AuthorisedCaller:
        return services.end_caller(
            caller_id=named.caller.pk, version=1, reason="Left", actor=spoc.user, now=clock.now()
        )

    # The control: read before the lock, the SPoC's row would have let the change through.
    assert spoc_of(spoc.user_id, clock.now()) is not None
    _, rival = race(spoc_ended, caller_ended)
    assert (type(rival.error), rival.waited) == (services.NotASpoc, True)
    assert AuthorisedCaller.objects.get().ended_on is None


@pytest.mark.req("G1", "E3")
def test_a_spoc_who_is_deactivated_is_none_for_page_and_service_alike(named: make.EligibleCaller, spoc: Spoc) -> None:
    assert spoc_of(spoc.user_id, clock.now()) == spoc
    spoc.user.is_active = False
    spoc.user.save()
    assert spoc_of(spoc.user_id, clock.now()) is None
    with pytest.raises(services.NotASpoc):
        services.end_caller(caller_id=named.caller.pk, version=1, reason="Left", actor=spoc.user, now=clock.now())
    assert AuthorisedCaller.objects.get().ended_on is None


def test_the_services_refuse_what_the_page_never_offers(named: make.EligibleCaller, spoc: Spoc) -> None:
    with pytest.raises(ValidationError, match="supply chain today"):
        services.authorise_caller(
            full_name="Ann Bell", company_id=make.ProviderFactory().pk, actor=spoc.user, now=clock.now()
        )
    with pytest.raises(services.NotASpoc):
        services.authorise_caller(
            full_name="Ann Bell", company_id=named.company.pk, actor=UserFactory(role=Role.SPOC), now=clock.now()
        )


@pytest.mark.req("E3")
def test_the_list_says_how_many_of_those_on_it_can_call_today(named: make.EligibleCaller, client: Client) -> None:
    make.AuthorisedCallerFactory(prime=named.prime, starts_on=clock.today() + timedelta(days=1))
    assert "2 people, 1 of whom can call today" in said(client.get(reverse("callers-mine")))
