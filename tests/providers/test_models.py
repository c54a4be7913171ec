"""The database itself refuses a list that contradicts itself."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from programmes.types import Programme
from providers.models import Provider

from . import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.req("E2")]


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize(
    "again", ["HARBOUR WORKS", "Harbour Works Ltd", "The Harbour-Works", "Harbour  works", "Harboúr Works PLC"]
)
def test_an_organisation_is_listed_once(again: str) -> None:
    make.ProviderFactory(name="Harbour Works")
    with refused("provider_once"), transaction.atomic():
        make.ProviderFactory(name=again)


def test_a_name_has_a_letter_or_number() -> None:
    with refused("provider_named"), transaction.atomic():
        make.ProviderFactory(name="***")


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
def test_rows_of_a_prime_belong_to_a_prime(row) -> None:
    with refused("of_a_prime"), transaction.atomic():
        row(prime=make.ProviderFactory())


def test_a_prime_with_rows_stays_one() -> None:
    prime = make.ContractFactory().prime
    with refused("of_a_prime"), transaction.atomic():
        Provider.objects.filter(pk=prime.pk).update(is_prime=False)


@pytest.mark.parametrize(
    ("row", "constraint", "dates"),
    [
        (make.ContractFactory, "contract_dates_in_order|range lower bound", {"ends_on": date(2023, 12, 31)}),
        (make.SupplyChainFactory, "supply_chain_dates_in_order|range lower bound", {"ends_on": date(2023, 12, 31)}),
        (make.AuthorisedCallerFactory, "caller_dates_in_order", {"ended_on": date(2023, 12, 31)}),
        (make.SpocFactory, "spoc_dates_in_order", {"ended_on": date(2023, 12, 31)}),
        (make.SecurityPlanFactory, "plan_dates_in_order", {"accepted_on": date(2023, 12, 31)}),
    ],
)
def test_dates_are_in_order(row, constraint: str, dates: dict[str, date]) -> None:
    with refused(constraint), transaction.atomic():
        row(**dates)


# Against one from 1 January 2024 to 30 June 2024.
overlapping = pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2024, 1, 1), date(2024, 1, 1)),
        (date(2024, 6, 30), None),
        (date(2023, 1, 1), date(2024, 1, 1)),
        (date(2020, 1, 1), None),
    ],
)


@pytest.mark.req("E2")
@overlapping
def test_contracts_for_a_programme_do_not_overlap(starts_on: date, ends_on: date | None) -> None:
    contract = make.ContractFactory(ends_on=date(2024, 6, 30))
    with refused("contract_no_overlap"), transaction.atomic():
        make.ContractFactory(prime=contract.prime, starts_on=starts_on, ends_on=ends_on)


def test_a_contract_may_follow_another_or_be_for_another_programme() -> None:
    contract = make.ContractFactory(ends_on=date(2024, 6, 30))
    make.ContractFactory(prime=contract.prime, starts_on=date(2024, 7, 1))
    make.ContractFactory(prime=contract.prime, programme=Programme.MANDATORY_WORK_ACTIVITY.value)
    make.ContractFactory()


def test_overlaps_of_an_older_release_stop_the_migration_and_are_named() -> None:
    migration = import_module("providers.migrations.0003_contracts_do_not_overlap")
    prime = make.ContractFactory(prime__name="Harbour Works", ends_on=date(2024, 6, 30)).prime
    make.ContractFactory(prime=prime, starts_on=date(2024, 7, 1))
    migration.refuse_overlaps(None, connection.schema_editor())
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE providers_contract DROP CONSTRAINT contract_no_overlap"
        )
    make.ContractFactory(prime=prime, starts_on=date(2024, 6, 30), ends_on=date(2024, 6, 30))
    with pytest.raises(migration.ContractsOverlap, match="Harbour Works, wp: from 2024-01-01 to 2024-06-30, and again"):
        migration.refuse_overlaps(None, connection.schema_editor())


@overlapping
def test_times_in_a_supply_chain_do_not_overlap(starts_on: date, ends_on: date | None) -> None:
    link = make.SupplyChainFactory(ends_on=date(2024, 6, 30))
    with refused("supply_chain_no_overlap"), transaction.atomic():
        make.SupplyChainFactory(
            prime=link.prime, subcontractor=link.subcontractor, starts_on=starts_on, ends_on=ends_on
        )


def test_a_subcontractor_may_come_back_and_serve_two_primes() -> None:
    link = make.SupplyChainFactory(ends_on=date(2024, 6, 30))
    make.SupplyChainFactory(prime=link.prime, subcontractor=link.subcontractor, starts_on=date(2024, 7, 1))
    make.SupplyChainFactory(subcontractor=link.subcontractor)


def test_a_prime_is_not_in_its_own_chain() -> None:
    prime = make.ProviderFactory(prime=True)
    with refused("supply_chain_of_others"), transaction.atomic():
        make.SupplyChainFactory(prime=prime, subcontractor=prime)


@pytest.mark.req("E3")
def test_a_caller_is_listed_once_while_current() -> None:
    caller = make.AuthorisedCallerFactory(full_name="Siobhán O'Neill", ended_on=date(2025, 1, 1))
    make.AuthorisedCallerFactory(prime=caller.prime, full_name="Siobhan ONeill")
    with refused("caller_once"), transaction.atomic():
        make.AuthorisedCallerFactory(prime=caller.prime, full_name="siobhan o\u2019neill")


@pytest.mark.req("E4")
def test_one_plan_in_force_and_one_that_waits() -> None:
    plan = make.SecurityPlanFactory(replaced_on=date(2025, 1, 1))
    make.SecurityPlanFactory(prime=plan.prime)
    make.SecurityPlanFactory(prime=plan.prime, accepted_on=None)
    with refused("plan_one_in_force"), transaction.atomic():
        make.SecurityPlanFactory(prime=plan.prime)
    with refused("plan_one_waiting"), transaction.atomic():
        make.SecurityPlanFactory(prime=plan.prime, accepted_on=None)


@pytest.mark.req("E4")
def test_a_plan_that_needs_updating_waits_for_its_deed() -> None:
    make.SecurityPlanFactory(needs_updating=True, deed_received_on=date(2024, 1, 10))
    for asked in ({"needs_updating": True}, {"deed_asked_on": date(2024, 1, 5)}):
        with refused("plan_accepted_with_deed"), transaction.atomic():
            make.SecurityPlanFactory(**asked)


@pytest.mark.req("E6")
def test_one_open_withdrawal_and_none_ends_without_assurance() -> None:
    at = datetime(2026, 2, 1, tzinfo=UTC)
    assured = {"assurance": "Staff retrained.", "assured_by": "Ann Bell, director", "assured_on": date(2026, 1, 30)}
    withdrawal = make.WithdrawalFactory(reinstated_at=at, **assured)
    make.WithdrawalFactory(prime=withdrawal.prime)
    with refused("withdrawal_one_open"), transaction.atomic():
        make.WithdrawalFactory(prime=withdrawal.prime)
    with refused("withdrawal_ends_with_assurance"), transaction.atomic():
        make.WithdrawalFactory(reinstated_at=at)
    for lacking in assured:
        for empty in (None, "") if lacking != "assured_on" else (None,):
            with refused("withdrawal_ends_with_assurance"), transaction.atomic():
                make.WithdrawalFactory(reinstated_at=at, **assured | {lacking: empty})
    for change in ({"reason": "Another"}, {"assurance": "Another"}, {"assured_by": "Another"}, {"reinstated_at": None}):
        with refused("is recorded and cannot change"), transaction.atomic():
            type(withdrawal).objects.filter(pk=withdrawal.pk).update(**change)
    with refused("keeps what was recorded"), transaction.atomic():
        withdrawal.delete()


@pytest.mark.req("G1")
def test_a_person_is_spoc_of_one_prime_at_a_time_and_may_be_of_another_later() -> None:
    first = make.SpocFactory(started_on=date(2025, 1, 1), ended_on=date(2025, 6, 1))
    later = make.SpocFactory(user=first.user, started_on=date(2025, 6, 1))
    for started_on, ended_on in ((date(2025, 5, 31), date(2025, 6, 2)), (date(2026, 1, 1), None)):
        with refused("spoc_one_at_a_time"), transaction.atomic():
            make.SpocFactory(user=first.user, started_on=started_on, ended_on=ended_on)
    never = make.SpocFactory(user=first.user, started_on=date(2025, 2, 1), ended_on=date(2025, 2, 1))
    assert {first.prime, later.prime, never.prime} == set(Provider.objects.filter(is_prime=True))


@pytest.mark.req("E2")
def test_an_end_with_a_reason_has_a_day() -> None:
    with refused("supply_chain_ended_for_a_reason"), transaction.atomic():
        make.SupplyChainFactory(end_reason="liquidation")
    with refused("provider_ended_for_a_reason"), transaction.atomic():
        make.ProviderFactory(end_reason="other")
    with refused("supply_chain_ended_for_a_reason"), transaction.atomic():
        make.SupplyChainFactory(end_reason="boredom", ends_on=date(2026, 1, 1))
