from datetime import UTC, date, datetime, timedelta

import pytest

from programmes.types import Programme
from providers import services
from providers.models import AuthorisedCaller, Contract, Provider, SecurityPlan, SupplyChain
from providers.rules import Ineligible
from providers.services import Assessment, assess_caller
from tests.providers import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
YESTERDAY = TODAY - timedelta(days=1)
WP, MWA = Programme.WORK_PROGRAMME, Programme.MANDATORY_WORK_ACTIVITY


def assess(named: make.EligibleCaller, *, programme: Programme = WP, **said: str) -> Assessment:
    names = {"company_name": named.company_name, "caller_name": named.caller_name, "prime_name": named.prime_name}
    return assess_caller(programme=programme, today=TODAY, **names | said)


@pytest.mark.req("E1")
@pytest.mark.req("E2")
@pytest.mark.parametrize("programme", Programme)
@pytest.mark.parametrize("from_prime", [True, False])
def test_an_eligible_caller_is_named(programme: Programme, from_prime: bool) -> None:
    named = make.eligible_caller(programme, from_prime=from_prime)
    found = assess(named, programme=programme, company_name=named.company_name.upper() + " Ltd.")
    assert found == Assessment(named.company.pk, named.prime.pk, named.caller.pk, ())
    assert found.eligible


@pytest.mark.req("E2")
def test_a_contract_for_the_other_programme_does_not_count() -> None:
    assert assess(make.eligible_caller(MWA), programme=WP).reasons == (Ineligible.NO_CONTRACT,)


@pytest.mark.req("E2")
@pytest.mark.parametrize(
    ("model", "reason"), [(Contract, Ineligible.NO_CONTRACT), (SupplyChain, Ineligible.NOT_IN_SUPPLY_CHAIN)]
)
def test_first_and_last_days_count_and_the_days_outside_do_not(model, reason: Ineligible) -> None:
    named = make.eligible_caller()
    for starts_on, ends_on, counts in (
        (TODAY, TODAY, True),
        (YESTERDAY, YESTERDAY, False),
        (TODAY + timedelta(days=1), None, False),
    ):
        model.objects.filter(prime=named.prime).update(starts_on=starts_on, ends_on=ends_on)
        assert assess(named).reasons == (() if counts else (reason,))


@pytest.mark.req("E2")
def test_a_subcontractor_of_another_prime_is_not_in_this_chain() -> None:
    named, other = make.eligible_caller(), make.eligible_caller()
    found = assess(named, company_name=other.company_name, caller_name=other.caller_name)
    assert found.reasons == (Ineligible.NOT_IN_SUPPLY_CHAIN, Ineligible.NOT_AUTHORISED)
    assert found.company_id == other.company.pk
    assert found.caller_id is None


@pytest.mark.req("E3")
def test_an_unlisted_caller_is_not_eligible_until_added_and_no_more_once_ended() -> None:
    named = make.eligible_caller()
    assert assess(named, caller_name="Nobody Known").reasons == (Ineligible.NOT_AUTHORISED,)
    added = make.AuthorisedCallerFactory(
        prime=named.prime, company=named.company, full_name="Nobody Known", starts_on=TODAY
    )
    assert assess(named, caller_name="Nobody Known").eligible
    AuthorisedCaller.objects.filter(pk=added.pk).update(ended_on=TODAY)
    assert assess(named, caller_name="Nobody Known").reasons == (Ineligible.NOT_AUTHORISED,)


@pytest.mark.req("E4")
@pytest.mark.parametrize(
    "plan",
    [
        {"accepted_on": None},
        {"accepted_on": None, "needs_updating": True},
        {"replaced_on": TODAY},
        {"accepted_on": TODAY + timedelta(days=1)},
    ],
)
def test_no_access_without_an_accepted_plan(plan: dict[str, object]) -> None:
    named = make.eligible_caller()
    SecurityPlan.objects.filter(prime=named.prime).update(replaced_on=TODAY)
    make.SecurityPlanFactory(prime=named.prime, **plan)
    assert assess(named).reasons == (Ineligible.NO_PLAN,)


@pytest.mark.req("E4")
def test_no_access_without_any_plan() -> None:
    named = make.eligible_caller()
    SecurityPlan.objects.filter(prime=named.prime).update(replaced_on=TODAY)
    assert assess(named).reasons == (Ineligible.NO_PLAN,)


@pytest.mark.req("E6")
def test_a_withdrawn_provider_is_out_until_reinstated() -> None:
    named = make.eligible_caller()
    withdrawal = make.WithdrawalFactory(prime=named.prime)
    assert assess(named).reasons == (Ineligible.WITHDRAWN,)
    services.reinstate(
        withdrawal_id=withdrawal.pk, assured_by="Ann Bell", assured_on=date(2026, 1, 7), assurance="Staff retrained.",
        actor=None, now=datetime(2026, 1, 8, tzinfo=UTC),
    )  # fmt: skip
    assert assess(named).eligible


@pytest.mark.req("E2")
def test_an_organisation_off_the_list_is_out() -> None:
    named = make.eligible_caller()
    Provider.objects.filter(pk=named.company.pk).update(ended_on=TODAY)
    assert assess(named).reasons == (Ineligible.COMPANY_ENDED,)
    Provider.objects.update(ended_on=TODAY)
    assert assess(named).reasons == (Ineligible.COMPANY_ENDED, Ineligible.PRIME_ENDED)


@pytest.mark.req("E1")
def test_names_that_match_nothing() -> None:
    named = make.eligible_caller()
    assert assess(named, company_name="No Such").reasons == (Ineligible.COMPANY_NOT_LISTED,)
    assert assess(named, prime_name="No Such").reasons == (Ineligible.PRIME_NOT_LISTED,)
    for nonsense in ("", "\x00", "\ud800", "🤷" * 9999, "%' OR 1=1"):
        found = assess_caller(
            programme=WP, company_name=nonsense, caller_name=nonsense, prime_name=nonsense, today=TODAY
        )
        assert found == Assessment(None, None, None, (Ineligible.COMPANY_NOT_LISTED, Ineligible.PRIME_NOT_LISTED))


@pytest.mark.req("E1")
def test_a_subcontractor_named_as_the_prime() -> None:
    named = make.eligible_caller()
    found = assess(named, prime_name=named.company_name)
    assert found.prime_id is None
    assert found.reasons == (Ineligible.NOT_A_PRIME,)


@pytest.mark.req("E2")
def test_an_assessment_takes_the_same_queries_whatever_the_size_of_the_list(django_assert_num_queries) -> None:
    named = make.eligible_caller()
    for _ in range(2):
        with django_assert_num_queries(7):
            assert assess(named).eligible
        make.AuthorisedCallerFactory.create_batch(10, prime=named.prime, company=named.company)
        for _ in range(5):
            make.eligible_caller()
