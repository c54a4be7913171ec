"""The pages: who may open them, what they say, and that nothing typed ends in an error page."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.rules import Role
from audit.models import AuditEvent
from core import clock
from programmes.types import Programme
from providers.models import AuthorisedCaller, Contract, Provider, SupplyChain
from providers.parts import PARTS, KeptPart
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.providers import factories as make

pytestmark = pytest.mark.django_db
READERS = {Role.BMT, Role.TEAM_LEADER, Role.PERFORMANCE_MANAGER, Role.AUDITOR}
KEPT = [slug for slug, part in PARTS.items() if isinstance(part, KeptPart)]
SEARCHERS = {Role.AGENT, Role.TEAM_LEADER, Role.BMT}


def client_of(role: Role) -> Client:
    return sign_in(Client(), UserFactory(role=role))


@pytest.fixture
def bmt() -> Client:
    return client_of(Role.BMT)


def day(field: str, date) -> dict[str, str]:
    return {f"{field}_day": str(date.day), f"{field}_month": str(date.month), f"{field}_year": str(date.year)}


def page(response) -> str:
    return text_of(assert_valid_html(response))


def addresses(named: make.EligibleCaller) -> dict[str, set[Role]]:
    """Every page of the room, and who may open it."""
    prime = named.prime.pk
    found = {
        reverse("providers:list"): READERS,
        reverse("providers:search"): SEARCHERS,
        reverse("providers:add"): {Role.BMT},
        reverse("providers:detail", args=[prime]): READERS,
        reverse("providers:detail", args=[named.company.pk]): READERS,
        reverse("providers:change", args=[prime]): {Role.BMT},
        reverse("providers:change-part", args=[prime, "authorised-callers", named.caller.pk]): {Role.BMT},
    }
    for slug in PARTS:
        found[reverse("providers:part", args=[prime, slug])] = READERS
        found[reverse("providers:add-part", args=[prime, slug])] = {Role.BMT}
    return found


@pytest.mark.req("G1")
@pytest.mark.parametrize("role", Role)
def test_each_page_lets_in_its_roles_and_nobody_else(role: Role) -> None:
    named = make.eligible_caller()
    client = client_of(role)
    for address, roles in addresses(named).items():
        response = client.get(address)
        assert response.status_code == (200 if role in roles else 403), address
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            assert_valid_html(response)
        if roles == {Role.BMT} and role != Role.BMT:
            assert client.post(address).status_code == 403


@pytest.mark.req("G1")
def test_only_bmt_is_offered_changes() -> None:
    named = make.eligible_caller()
    address = reverse("providers:detail", args=[named.prime.pk])
    assert "/add/" in client_of(Role.BMT).get(address).content.decode()
    assert "/add/" not in client_of(Role.AUDITOR).get(address).content.decode()


def test_nobody_without_signing_in() -> None:
    for address in addresses(make.eligible_caller()):
        assert Client().get(address).status_code == 302


@pytest.mark.req("E1")
def test_suggestions_for_an_agent() -> None:
    prime = make.ContractFactory(prime__name="Harbour Works").prime
    make.SupplyChainFactory(prime=prime, subcontractor__name="Harbourside Training")
    client, address = client_of(Role.AGENT), reverse("providers:search")
    company, primes, mwa = (
        client.get(address, {"kind": kind, "q": "harbuor", "programme": programme}).json()
        for kind, programme in (("company", ""), ("prime", "wp"), ("prime", "mwa"))
    )
    assert {result["name"] for result in company["results"]} == {"Harbour Works", "Harbourside Training"}
    assert primes == {"results": [{"name": "Harbour Works"}]}
    assert mwa == {"results": []}
    assert client.post(address).status_code == 405


@pytest.mark.req("E1")
@pytest.mark.parametrize("text", ["", "x", "\x00", "\ud800", "🤷" * 5000, "%_'\"\\", "<script>"])
def test_a_search_survives_anything(text: str) -> None:
    make.eligible_caller()
    client = client_of(Role.BMT)
    query = {"q": text.encode("utf-8", "surrogatepass"), "kind": text.encode("utf-8", "surrogatepass")}
    assert client.get(reverse("providers:search"), query).json() == {"results": []}
    assert client.get(reverse("providers:list"), query | {"page": "x"}).status_code == 200


@pytest.mark.req("E1")
def test_the_list_is_paged_and_searched(bmt: Client) -> None:
    make.ProviderFactory.create_batch(60)
    make.ProviderFactory(name="Zebra Works")
    address = reverse("providers:list")
    assert "61 organisations" in page(bmt.get(address))
    assert "Zebra Works" in page(bmt.get(address, {"page": 2}))
    found = page(bmt.get(address, {"q": "zebar"}))
    assert "Zebra Works" in found
    assert "Subcontractor 1" not in found
    assert "No name is like" in page(bmt.get(address, {"q": "qqqqq"}))


def test_pages_take_the_same_queries_whatever_the_size(bmt: Client, django_assert_max_num_queries) -> None:
    named = make.eligible_caller()
    prime = named.prime
    counts = []
    for _ in range(2):
        for address in (
            reverse("providers:list"),
            reverse("providers:detail", args=[prime.pk]),
            reverse("providers:detail", args=[named.company.pk]),
            reverse("providers:part", args=[prime.pk, "authorised-callers"]),
            reverse("providers:part", args=[prime.pk, "supply-chain"]),
        ):
            with django_assert_max_num_queries(30) as seen:
                assert bmt.get(address).status_code == 200
            counts.append(len(seen))
        for _ in range(15):
            make.eligible_caller()
            link = make.SupplyChainFactory(prime=prime)
            make.AuthorisedCallerFactory(prime=prime, company=link.subcontractor)
            make.SupplyChainFactory(subcontractor=named.company)
    assert counts[:5] == counts[5:]


@pytest.mark.req("E1")
def test_an_organisation_is_added_and_changed(bmt: Client) -> None:
    added = bmt.post(reverse("providers:add"), {"name": "Harbour Works", "is_prime": "yes"}, follow=True)
    assert "Harbour Works is on the approved list" in page(added)
    assert "Nobody can call for this provider today" in page(added)
    provider = Provider.objects.get()
    address = reverse("providers:change", args=[provider.pk])
    new = {"name": "Harbour Works Group", "is_prime": "yes", "version": "1", **day("ended_on", clock.today())}
    assert "Enter why this is changed" in page(bmt.post(address, new))
    changed = bmt.post(address, new | {"why": "The contract is over"}, follow=True)
    assert "Off the approved list since" in page(changed)
    assert "Organisation changed: ended on, name" in page(changed)
    assert "The contract is over" in page(changed), "the history says why"


@pytest.mark.req("E1")
def test_wrong_input_is_told_beside_its_field_and_kept(bmt: Client) -> None:
    make.ProviderFactory(name="Harbour Works")
    for name, message in (
        ("harbour works ltd", "This organisation is already on the list"),
        ("", "Enter the name of the organisation"),
        ("***", "at least one letter"),
        ("x" * 101, "100 characters"),
        ("a\x00b", "cannot be stored"),
    ):
        response = bmt.post(reverse("providers:add"), {"name": name, "is_prime": "no"})
        assert response.status_code == 200
        assert message in page(response)
    assert Provider.objects.count() == 1


def filled(slug: str, named: make.EligibleCaller) -> dict[str, str]:
    """A good form for each part."""
    today = clock.today()
    return {
        "contracts": {"programme": "mwa", **day("starts_on", today)},
        "supply-chain": {"subcontractor": make.ProviderFactory().name, **day("starts_on", today)},
        "authorised-callers": {"company": named.company_name, "full_name": "Ann Bell", **day("starts_on", today)},
        "spocs": {
            "full_name": "Sam Okafor",
            "email": UserFactory(role=Role.SPOC).email.upper(),
            "telephone": "0113 496 0000",
            **day("started_on", today),
        },
        "security-plans": {"how_kept": "In a safe", "needs_updating": "no", **day("received_on", today)},
    }[slug]


@pytest.mark.req("G2")
@pytest.mark.parametrize("slug", KEPT)
def test_a_row_of_each_part_is_added_with_its_history(bmt: Client, slug: str) -> None:
    named = make.eligible_caller()
    before = PARTS[slug].model._default_manager.count()
    response = bmt.post(reverse("providers:add-part", args=[named.prime.pk, slug]), filled(slug, named), follow=True)
    assert f"The {PARTS[slug].noun} is recorded" in page(response) or slug == "spocs"
    assert f"{PARTS[slug].noun.capitalize()} added" in page(response)
    assert PARTS[slug].model._default_manager.count() == before + 1
    assert AuditEvent.objects.filter(chain=f"provider:{named.prime.pk}", actor__role=Role.BMT).count() == 1


@pytest.mark.parametrize("slug", KEPT)
def test_an_empty_form_says_what_to_enter(bmt: Client, slug: str) -> None:
    named = make.eligible_caller()
    response = bmt.post(reverse("providers:add-part", args=[named.prime.pk, slug]), {})
    assert response.status_code == 200
    assert "There is a problem" in page(response)


@pytest.mark.parametrize("slug", KEPT)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_nonsense_never_ends_in_an_error_page(bmt: Client, slug: str, data: st.DataObject) -> None:
    prime = Provider.objects.filter(is_prime=True).first() or make.eligible_caller().prime
    nonsense = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
        ["31", "2", "2026", "yes"]
    )
    names = [
        "programme",
        "subcontractor",
        "company",
        "full_name",
        "email",
        "telephone",
        "how_kept",
        "needs_updating",
        "reason",
        "sure",
    ]
    names += [
        f"{name}_{part}"
        for name in ("starts_on", "ends_on", "started_on", "received_on")
        for part in ("day", "month", "year")
    ]
    form = {name: data.draw(nonsense) for name in names}
    assert bmt.post(reverse("providers:add-part", args=[prime.pk, slug]), form).status_code in {200, 302}


@pytest.mark.req("E2")
def test_the_database_rules_are_told_by_field(bmt: Client) -> None:
    named = make.eligible_caller()
    today = clock.today()
    address = reverse("providers:add-part", args=[named.prime.pk, "supply-chain"])
    again = bmt.post(address, {"subcontractor": named.company_name, **day("starts_on", today)})
    assert "already in the supply chain" in page(again)
    unknown = bmt.post(address, {"subcontractor": "No Such Company", **day("starts_on", today)})
    assert "No organisation of this name is on the list" in page(unknown)
    assert "No Such Company" in unknown.content.decode()
    assert SupplyChain.objects.count() == 1


@pytest.mark.req("E3")
def test_a_caller_is_ended_at_once(bmt: Client) -> None:
    named = make.eligible_caller()
    address = reverse("providers:change-part", args=[named.prime.pk, "authorised-callers", named.caller.pk])
    assert_valid_html(bmt.get(address))
    form = {"full_name": named.caller_name, "version": "1", "why": "Dismissed"}
    form |= day("starts_on", named.caller.starts_on) | day("ended_on", clock.today())
    assert "is saved" in page(bmt.post(address, form, follow=True))
    ended = AuthorisedCaller.objects.get()
    assert (ended.ended_on, ended.end_reason) == (clock.today(), "Dismissed")


def test_two_people_at_one_row(bmt: Client) -> None:
    """The later one is told what is there now, keeps what was typed, and can then save it knowingly."""
    contract = make.ContractFactory()
    address = reverse("providers:change-part", args=[contract.prime_id, "contracts", contract.pk])
    starts = day("starts_on", contract.starts_on)
    first = {"version": "1", "why": "Renewed", **starts, **day("ends_on", clock.today())}
    second = {
        "version": "1",
        "why": "Renewed",
        **starts,
        "ends_on_day": "1",
        "ends_on_month": "4",
        "ends_on_year": "2030",
    }
    bmt.post(address, first)
    told = bmt.post(address, second)
    assert "Someone else changed this" in page(told)
    assert 'value="2030"' in told.content.decode()
    assert Contract.objects.get().ends_on == clock.today()
    assert 'name="version" value="2"' in told.content.decode()
    bmt.post(address, second | {"version": "2"})
    assert Contract.objects.get().ends_on.year == 2030


def test_what_is_not_there_is_not_found(bmt: Client) -> None:
    named = make.eligible_caller(Programme.WORK_PROGRAMME)
    other = make.eligible_caller()
    for address in (
        reverse("providers:detail", args=[10**30]),
        reverse("providers:detail", args=[0]),
        reverse("providers:part", args=[named.prime.pk, "shoes"]),
        reverse("providers:add-part", args=[named.company.pk, "contracts"]),
        reverse("providers:change-part", args=[named.prime.pk, "authorised-callers", other.caller.pk]),
        reverse("providers:change-part", args=[named.prime.pk, "authorised-callers", 10**30]),
    ):
        assert bmt.get(address).status_code == 404, address
