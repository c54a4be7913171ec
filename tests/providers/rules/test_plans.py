"""Where a security plan stands, and what may be decided next (E4)."""

from itertools import product

import pytest

from providers.rules.plans import PlanFacts, PlanState, Verdict, may_record_deed, plan_state, verdicts_open

pytestmark = pytest.mark.req("E4")
FRESH = {"accepted": False, "over": False, "needs_deed": False, "has_deed": False, "last": None}
LACKS = {"needs_deed": True}
HAS = {"needs_deed": True, "has_deed": True}
A, C, D, S = Verdict.ACCEPTED, Verdict.CHANGES, Verdict.DEED, Verdict.SET_ASIDE


@pytest.mark.parametrize(
    ("change", "state", "verdicts", "deed"),
    [
        ({}, PlanState.TO_ASSESS, (A, C, D), False),
        (LACKS, PlanState.DEED_AWAITED, (C,), True),
        (HAS, PlanState.TO_ASSESS, (A, C), False),
        (LACKS | {"last": D}, PlanState.DEED_AWAITED, (C,), True),
        (HAS | {"last": D}, PlanState.TO_ASSESS, (A, C), False),
        ({"last": C}, PlanState.CHANGES, (A, D), False),
        (LACKS | {"last": C}, PlanState.CHANGES, (), True),
        (HAS | {"last": C}, PlanState.CHANGES, (A,), False),
        ({"accepted": True, "last": A}, PlanState.IN_FORCE, (S,), False),
        ({"accepted": True}, PlanState.IN_FORCE, (S,), False),
        ({"accepted": True, "over": True, "last": A}, PlanState.REPLACED, (), False),
        ({"accepted": True, "over": True, "last": S}, PlanState.SET_ASIDE, (), False),
        ({"over": True, "last": C}, PlanState.REPLACED, (), False),
        (LACKS | {"over": True}, PlanState.REPLACED, (), False),
    ],
)
def test_states_and_what_may_follow(
    change: dict[str, object], state: PlanState, verdicts: tuple[Verdict, ...], deed: bool
) -> None:
    facts = PlanFacts(**FRESH | change)
    assert (plan_state(facts), verdicts_open(facts), may_record_deed(facts)) == (state, verdicts, deed)


def test_no_facts_at_all_allow_accepting_without_a_deed_that_is_required() -> None:
    """Every combination there is: acceptance never without the deed, and nothing once a plan is over."""
    for *flags, last in product(*[(False, True)] * 4, (None, *Verdict)):
        facts = PlanFacts(*flags, last=last)
        if facts.lacks_deed or facts.accepted or facts.over:
            assert A not in verdicts_open(facts)
        if facts.over:
            assert verdicts_open(facts) == ()
            assert not may_record_deed(facts)
