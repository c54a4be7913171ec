"""The approved list is added to and changed in pages (E1 to E4): by field, once, and with its history."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.rules import Role
from audit.models import AuditEvent
from core import clock
from providers.models import AuthorisedCaller, Contract, Provider, SupplyChain
from providers.parts import PARTS, KeptPart
from tests.accounts.factories import UserFactory
from tests.html import assert_valid_html
from tests.providers import factories as make
from tests.providers.pages import client_of, day, page

pytestmark = pytest.mark.django_db
KEPT = [slug for slug, part in PARTS.items() if isinstance(part, KeptPart)]


@pytest.fixture
def bmt() -> Client:
    return client_of(Role.BMT)


@pytest.mark.req("E1")
def test_an_organisation_is_added_and_changed(bmt: Client) -> None:
    added = bmt.post(reverse("providers:add"), {"name": "Harbour Works", "is_prime": "yes"}, follow=True)
    assert "Harbour Works is on the approved list" in page(added)
    assert "Nobody can call for this provider today" in page(added)
    assert "has no contract for any programme today" in page(added)
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
