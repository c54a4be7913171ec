import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import User
from accounts.rules import Role
from audit.models import AuditEvent
from providers import services
from providers.models import AuthorisedCaller, Contract, Provider, SupplyChain
from providers.parts import AUTHORISED_CALLERS, CONTRACTS, PARTS, SECURITY_PLANS, SPOCS, SUPPLY_CHAIN, KeptPart
from providers.services import Settled, Stale
from tests.accounts.factories import UserFactory
from tests.providers import factories as make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def keeper() -> User:
    return UserFactory(role=Role.BMT)


@pytest.fixture
def prime() -> Provider:
    return make.ProviderFactory(prime=True)


def add(part, prime: Provider, keeper: User, **values):
    return services.add_part(part=part, prime_id=prime.pk, values=values, actor=keeper, now=NOW)


def change(part, row, keeper: User, **values):
    return services.change_part(
        part=part, prime_id=row.prime_id, row_id=row.pk, version=row.version, values=values, actor=keeper, now=NOW
    )


def refused(field: str, words: str):
    """A refusal that belongs to one field and says what to do."""
    return pytest.raises(ValidationError, match=f"'{field}'.*{words}")


@pytest.mark.req("E1")
@pytest.mark.req("G2")
def test_an_organisation_is_added_and_changed_with_its_history(keeper: User) -> None:
    added = services.add_provider(name=" Harbour   Works ", is_prime=True, actor=keeper)
    assert (added.name, added.name_key, added.version) == ("Harbour Works", "harbourworks", 1)
    changed = services.change_provider(
        provider_id=added.pk, version=1, values={"name": "Harbour Works Ltd", "is_prime": True}, actor=keeper
    )
    assert changed.version == 2
    details = [event.detail for event in AuditEvent.objects.filter(chain=f"provider:{added.pk}", actor=keeper)]
    assert details == [
        {"part": "organisation", "change": "added", "fields": ["name", "is_prime"]},
        {"part": "organisation", "change": "changed", "fields": ["name"]},
    ]


@pytest.mark.req("E1")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("HARBOUR-WORKS LIMITED", "already on the list"),
        ("***", "at least one letter"),
        ("", "blank"),
        ("x" * 101, "100 characters"),
        ("a\x00b", "cannot be read"),
        ("\ufdfa" * 100, "."),
    ],
)
def test_a_wrong_name_is_refused_by_field(keeper: User, name: str, words: str) -> None:
    make.ProviderFactory(name="Harbour Works")
    if words == ".":
        assert services.add_provider(name=name, is_prime=False, actor=keeper).pk
        return
    with refused("name", words):
        services.add_provider(name=name, is_prime=False, actor=keeper)
    assert Provider.objects.count() == 1
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    "row",
    [
        make.ContractFactory,
        make.SupplyChainFactory,
        make.AuthorisedCallerFactory,
        make.SpocFactory,
        make.SecurityPlanFactory,
        make.WithdrawalFactory,
    ],
)
def test_a_prime_with_rows_cannot_stop_being_one(keeper: User, row) -> None:
    prime = row().prime
    with refused("is_prime", "stays one"):
        services.change_provider(provider_id=prime.pk, version=1, values={"is_prime": False}, actor=keeper)


def test_nothing_changed_is_nothing_recorded(keeper: User, prime: Provider) -> None:
    services.change_provider(provider_id=prime.pk, version=1, values={"name": prime.name}, actor=keeper)
    prime.refresh_from_db()
    assert prime.version == 1
    assert not AuditEvent.objects.exists()


def test_the_later_of_two_is_told(keeper: User, prime: Provider) -> None:
    contract = make.ContractFactory(prime=prime)
    old = Contract.objects.get(pk=contract.pk)
    change(CONTRACTS, contract, keeper, ends_on=TOMORROW)
    with pytest.raises(Stale):
        change(CONTRACTS, old, keeper, ends_on=TODAY)
    services.change_provider(provider_id=prime.pk, version=1, values={"name": "Renamed"}, actor=keeper)
    with pytest.raises(Stale):
        services.change_provider(provider_id=prime.pk, version=1, values={"name": "Again"}, actor=keeper)
    assert Contract.objects.get().ends_on == TOMORROW


@pytest.mark.req("E2")
def test_contracts(keeper: User, prime: Provider) -> None:
    add(CONTRACTS, prime, keeper, programme="wp", starts_on=TODAY)
    for first, last in [(TOMORROW, None), (TODAY, TOMORROW), (TOMORROW, TOMORROW), (date(1900, 1, 1), TODAY)]:
        with refused("starts_on", "already has a contract for this programme for some of these days"):
            add(CONTRACTS, prime, keeper, programme="wp", starts_on=first, ends_on=last)
    with refused("ends_on", "after the first day"):
        add(CONTRACTS, prime, keeper, programme="mwa", starts_on=TOMORROW, ends_on=TODAY)
    with pytest.raises(ValidationError, match="not a prime"):
        add(CONTRACTS, make.ProviderFactory(), keeper, programme="wp", starts_on=TODAY)
    assert Contract.objects.count() == 1


@pytest.mark.req("E2")
def test_a_supply_chain_is_in_the_history_of_both(keeper: User, prime: Provider) -> None:
    company = make.ProviderFactory()
    link = add(SUPPLY_CHAIN, prime, keeper, subcontractor=company, starts_on=TODAY)
    with refused("starts_on", "already in the supply chain"):
        add(SUPPLY_CHAIN, prime, keeper, subcontractor=company, starts_on=TOMORROW)
    with refused("subcontractor", "its own supply chain"):
        add(SUPPLY_CHAIN, prime, keeper, subcontractor=prime, starts_on=TODAY)
    change(SUPPLY_CHAIN, link, keeper, ends_on=TODAY)
    add(SUPPLY_CHAIN, prime, keeper, subcontractor=company, starts_on=TOMORROW)
    for provider in (prime, company):
        changes = [event.detail["change"] for event in AuditEvent.objects.filter(chain=f"provider:{provider.pk}")]
        assert changes == ["added", "changed", "added"]


@pytest.mark.req("E3")
def test_authorised_callers(keeper: User, prime: Provider) -> None:
    company = make.SupplyChainFactory(prime=prime).subcontractor
    caller = add(AUTHORISED_CALLERS, prime, keeper, company=company, full_name=" Zoë  Adeyemi ", starts_on=TODAY)
    assert isinstance(caller, AuthorisedCaller)
    assert (caller.full_name, caller.name_key) == ("Zoë Adeyemi", "zoe adeyemi")
    with refused("full_name", "already an authorised caller"):
        add(AUTHORISED_CALLERS, prime, keeper, company=company, full_name="ZOE ADEYEMI", starts_on=TODAY)
    with refused("full_name", "at least one letter"):
        add(AUTHORISED_CALLERS, prime, keeper, company=company, full_name="--", starts_on=TODAY)
    with refused("company", "never been in"):
        add(AUTHORISED_CALLERS, prime, keeper, company=make.ProviderFactory(), full_name="A Bee", starts_on=TODAY)
    change(AUTHORISED_CALLERS, caller, keeper, ended_on=TODAY, end_reason="Left")
    again = add(AUTHORISED_CALLERS, prime, keeper, company=company, full_name="Zoe Adeyemi", starts_on=TODAY)
    assert again.pk != caller.pk
    assert "Adeyemi" not in str([event.detail for event in AuditEvent.objects.all()])


def test_spocs(keeper: User, prime: Provider) -> None:
    spoc = UserFactory(role=Role.SPOC)
    row = add(SPOCS, prime, keeper, user=spoc, started_on=TODAY)
    with refused("user", "a single point of contact already"):
        add(SPOCS, make.ProviderFactory(prime=True), keeper, user=spoc, started_on=TODAY)
    with refused("user", "role is not"):
        add(SPOCS, prime, keeper, user=UserFactory(), started_on=TODAY)
    change(SPOCS, row, keeper, ended_on=TODAY)


def test_the_row_of_somebody_given_another_role_can_be_ended(keeper: User, prime: Provider) -> None:
    row = add(SPOCS, prime, keeper, user=UserFactory(role=Role.SPOC), started_on=TODAY)
    User.objects.filter(pk=row.user_id).update(role=Role.AGENT)
    change(SPOCS, row, keeper, ended_on=TODAY)
    row.refresh_from_db()
    assert row.ended_on == TODAY


@pytest.mark.req("E4")
def test_a_new_plan_takes_the_place_of_one_that_waits_and_none_is_reworded(keeper: User, prime: Provider) -> None:
    in_force = make.SecurityPlanFactory(prime=prime)
    plan = {"how_kept": "In a vault.", "needs_updating": True}
    first, second = (add(SECURITY_PLANS, prime, keeper, **plan, received_on=TODAY) for _ in range(2))
    for row, over in ((in_force, None), (first, TODAY), (second, None)):
        row.refresh_from_db()
        assert row.replaced_on == over
        with pytest.raises(Settled):
            change(SECURITY_PLANS, row, keeper, how_kept="On a note.")
    with refused("received_on", "today or in the past"):
        add(SECURITY_PLANS, prime, keeper, **plan, received_on=TOMORROW)


KEPT = [part for part in PARTS.values() if isinstance(part, KeptPart)]


@pytest.mark.parametrize("part", KEPT, ids=[part.slug for part in KEPT])
def test_rows_of_another_prime_are_not_found(part, keeper: User, prime: Provider) -> None:
    with pytest.raises(part.model.DoesNotExist):
        services.change_part(part=part, prime_id=prime.pk, row_id=2**62, version=1, values={}, actor=keeper, now=NOW)
    with pytest.raises(Provider.DoesNotExist):
        services.add_part(part=part, prime_id=2**62, values={}, actor=keeper, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_add_one(keeper: User, prime: Provider) -> None:
    """Without the lock both would pass the check, and one would meet the database's refusal instead of a message."""
    start, outcomes = threading.Barrier(4), []

    def work() -> None:
        try:
            start.wait(timeout=10)
            add(CONTRACTS, prime, keeper, programme="wp", starts_on=TODAY)
            outcomes.append("added")
        except ValidationError:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["added", "told", "told", "told"]
    assert SupplyChain.objects.count() == 0
    assert Contract.objects.count() == 1
