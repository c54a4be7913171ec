from datetime import date, timedelta

import pytest

from accounts.models import User
from accounts.rules import Role
from core import clock
from programmes.types import Programme
from providers import listing, selectors
from providers.models import Provider
from providers.parts import SPOCS
from providers.tables import table

from . import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
WP, MWA = Programme.WORK_PROGRAMME, Programme.MANDATORY_WORK_ACTIVITY


def many_providers(count: int) -> None:
    rows = [Provider(name=f"Organisation number {number}", is_prime=number % 2 == 0) for number in range(count)]
    for row in rows:
        row.set_keys()
    Provider.objects.bulk_create(rows)


@pytest.mark.req("E1")
def test_search_finds_companies_and_primes_on_the_list_today() -> None:
    prime = make.ProviderFactory(prime=True, name="Harbour Works")
    company = make.ProviderFactory(name="Harbourside Training")
    make.ProviderFactory(name="Harbour Lights", ended_on=TODAY)
    assert selectors.search_companies("harbour", today=TODAY) == [prime, company]
    assert selectors.search_primes("harbour", today=TODAY) == [prime]


@pytest.mark.req("E1")
def test_primes_of_a_programme_hold_a_contract_today() -> None:
    held = make.ContractFactory(prime__name="Harbour Works", ends_on=TODAY).prime
    make.ContractFactory(prime__name="Harbour View", ends_on=TODAY - timedelta(days=1))
    make.ContractFactory(prime__name="Harbour Lights", programme=MWA.value)
    assert selectors.search_primes("harbour", today=TODAY, programme=WP) == [held]


@pytest.mark.req("E1")
def test_matching_is_exact_after_folding() -> None:
    prime = make.ProviderFactory(prime=True, name="Calder Skills and Work")
    company = make.ProviderFactory(name="Mossworks Ltd")
    assert (
        selectors.match_company("CALDER SKILLS & WORK LTD.") == prime == selectors.match_prime("calder skills & work")
    )
    assert selectors.match_company("Moss Works") == company
    assert selectors.match_prime("Mossworks") is None
    for nothing in ("", " ", "***", "\x00", "Calder", "x" * 100_000, "\ud800"):
        assert selectors.match_company(nothing) is None


@pytest.mark.req("E3")
def test_a_caller_is_matched_forgivingly_for_that_prime_and_company_only() -> None:
    named = make.eligible_caller()
    caller = make.AuthorisedCallerFactory(
        prime=named.prime, company=named.company, full_name="Siobhán Mary O'Neill-Lowe"
    )
    make.AuthorisedCallerFactory(full_name="Elsewhere Known")
    where = {"prime_id": named.prime.pk, "company_id": named.company.pk, "today": TODAY}
    assert selectors.match_caller(name="mrs siobhan oneill lowe", **where) == caller
    for other in ("Siobhan Lowe", "Elsewhere Known", "", "\x00", "x" * 100_000):
        assert selectors.match_caller(name=other, **where) is None


@pytest.mark.req("E3")
def test_of_two_alike_the_one_said_exactly_is_taken() -> None:
    named = make.eligible_caller()
    make.AuthorisedCallerFactory(prime=named.prime, company=named.company, full_name="Ann Mary Bell")
    exact = make.AuthorisedCallerFactory(prime=named.prime, company=named.company, full_name="Ann Bell")
    assert (
        selectors.match_caller(prime_id=named.prime.pk, company_id=named.company.pk, name="ann bell", today=TODAY)
        == exact
    )


@pytest.mark.req("E1")
def test_search_takes_one_query_however_long_the_list(django_assert_num_queries) -> None:
    for count in (3, 60):
        Provider.objects.all().delete()
        many_providers(count)
        with django_assert_num_queries(1):
            assert selectors.search_companies("organisation", today=TODAY, limit=3)
        with django_assert_num_queries(1):
            assert selectors.search_primes("number 2", today=TODAY)


@pytest.mark.req("E3")
def test_callers_are_searched_in_one_query_however_many_there_are(django_assert_num_queries) -> None:
    named = make.eligible_caller()
    where = {"prime_id": named.prime.pk, "company_id": named.company.pk, "today": TODAY}
    for count in (3, 60):
        make.AuthorisedCallerFactory.create_batch(count, prime=named.prime, company=named.company)
        with django_assert_num_queries(1):
            assert len(selectors.callers_like("casey", **where)) == 3
    for nothing in ("", "x", "\x00", "Nobody Likely", "x" * 100_000):
        assert selectors.callers_like(nothing, **where) == []


@pytest.mark.req("A7", "G1")
@pytest.mark.parametrize(
    ("changed", "standing"),
    [
        ({}, ("Current", "green")),
        ({"role": Role.AGENT}, ("Signs in as agent", "red")),
        ({"is_active": False}, ("Deactivated", "red")),
    ],
)
def test_who_does_not_sign_in_as_a_spoc_is_none_whatever_the_row_says(
    changed: dict[str, object], standing: tuple[str, str]
) -> None:
    now = clock.now()
    row = make.SpocFactory(prime=make.ContractFactory().prime)
    User.objects.filter(pk=row.user_id).update(**changed)
    assert (selectors.spoc_of(row.user_id, now) is None) is bool(changed)
    assert selectors.primes_without_spoc(now) == ([row.prime] if changed else [])
    [line] = table(SPOCS, listing.rows(SPOCS, row.prime_id), today=clock.today()).lines
    assert line.standing == standing


@pytest.mark.req("A6")
def test_primes_with_a_contract_are_on_the_list_that_day_and_each_once() -> None:
    both = make.ContractFactory(ends_on=TODAY).prime
    make.ContractFactory(prime=both, programme=MWA.value)
    make.ContractFactory(prime__ended_on=TODAY)
    make.ContractFactory(ends_on=TODAY - timedelta(days=1))
    make.ContractFactory(starts_on=TODAY + timedelta(days=1))
    make.ProviderFactory(prime=True)
    assert list(selectors.primes_with_contract(TODAY)) == [both]
