from dataclasses import fields, replace
from datetime import date
from itertools import product

import pytest

from providers.rules import CallerFacts, Ineligible, holds_on, plan_counts, reasons_against, runs_on
from providers.rules.eligibility import SPEAKS_AGAINST

GOOD = CallerFacts(
    company_listed=True,
    company_current=True,
    prime_listed=True,
    prime_current=True,
    prime_is_prime=True,
    holds_contract=True,
    company_is_the_prime=False,
    in_supply_chain=True,
    authorised=True,
    plan_accepted=True,
    withdrawn=False,
)
DAY = date(2026, 11, 20)
DAY_BEFORE, DAY_AFTER = date(2026, 11, 19), date(2026, 11, 21)


@pytest.mark.req("E2")
def test_a_good_caller_has_nothing_against_them() -> None:
    assert reasons_against(GOOD) == ()


@pytest.mark.req("E2")
@pytest.mark.req("E3")
@pytest.mark.req("E4")
@pytest.mark.req("E6")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"company_current": False}, Ineligible.COMPANY_ENDED),
        ({"prime_current": False}, Ineligible.PRIME_ENDED),
        ({"holds_contract": False}, Ineligible.NO_CONTRACT),
        ({"in_supply_chain": False}, Ineligible.NOT_IN_SUPPLY_CHAIN),
        ({"authorised": False}, Ineligible.NOT_AUTHORISED),
        ({"plan_accepted": False}, Ineligible.NO_PLAN),
        ({"withdrawn": True}, Ineligible.WITHDRAWN),
        ({"prime_is_prime": False}, Ineligible.NOT_A_PRIME),
        ({"company_listed": False, "company_current": False, "authorised": False}, Ineligible.COMPANY_NOT_LISTED),
        ({"prime_listed": False, "prime_current": False, "prime_is_prime": False}, Ineligible.PRIME_NOT_LISTED),
    ],
)
def test_each_thing_speaks_against_alone(change: dict[str, bool], reason: Ineligible) -> None:
    assert reasons_against(replace(GOOD, **change)) == (reason,)


@pytest.mark.req("E2")
def test_a_primes_own_staff_need_no_supply_chain() -> None:
    assert reasons_against(replace(GOOD, company_is_the_prime=True, in_supply_chain=False)) == ()


@pytest.mark.req("E7")
def test_all_reasons_are_given_at_once() -> None:
    worst = replace(
        GOOD, holds_contract=False, in_supply_chain=False, authorised=False, plan_accepted=False, withdrawn=True
    )
    assert len(reasons_against(worst)) == 5


def test_every_combination_gives_reasons_once_and_in_order() -> None:
    order = list(Ineligible)
    for values in product((False, True), repeat=len(fields(CallerFacts))):
        reasons = reasons_against(CallerFacts(*values))
        places = [order.index(reason) for reason in reasons]
        assert places == sorted(set(places))


def test_every_reason_has_its_rule() -> None:
    assert list(SPEAKS_AGAINST) == list(Ineligible)


@pytest.mark.req("E2")
def test_a_contract_includes_its_first_and_last_day() -> None:
    assert [runs_on(day, DAY, DAY) for day in (DAY_BEFORE, DAY, DAY_AFTER)] == [False, True, False]
    assert [runs_on(day, DAY, None) for day in (DAY_BEFORE, DAY, DAY_AFTER)] == [False, True, True]


@pytest.mark.req("E3")
def test_authority_is_gone_on_the_day_it_ends() -> None:
    assert [holds_on(day, DAY_BEFORE, DAY) for day in (DAY_BEFORE, DAY, DAY_AFTER)] == [True, False, False]
    assert not holds_on(DAY, DAY, DAY)
    assert holds_on(DAY, DAY, None)


@pytest.mark.req("E4")
@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"how_kept": "  "}, False),
        ({"accepted_on": None}, False),
        ({"accepted_on": DAY_AFTER}, False),
        ({"needs_updating": True}, False),
        ({"needs_updating": True, "deed_received_on": DAY}, True),
        ({"needs_updating": True, "deed_received_on": DAY_AFTER}, False),
    ],
)
def test_which_security_plan_counts(change: dict, counts: bool) -> None:
    plan = {"how_kept": "In a safe.", "needs_updating": False, "deed_received_on": None, "accepted_on": DAY}
    assert plan_counts(today=DAY, **plan | change) is counts
