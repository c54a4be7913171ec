"""The pages: who may open them, what they say, and that nothing typed ends in an error page."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.rules import Role
from programmes.types import Programme
from providers.parts import PARTS
from tests.html import assert_valid_html
from tests.providers import factories as make
from tests.providers.pages import client_of, page

pytestmark = pytest.mark.django_db
READERS = {Role.BMT, Role.TEAM_LEADER, Role.PERFORMANCE_MANAGER, Role.AUDITOR}
SEARCHERS = {Role.AGENT, Role.TEAM_LEADER, Role.BMT}


@pytest.fixture
def bmt() -> Client:
    return client_of(Role.BMT)


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
