"""The rules of a call by themselves, and the tables that must have an entry for everything."""

from itertools import product

import pytest

from calls import flow, pages, read_back
from calls.rules import (
    MOST_PARTICIPANTS,
    MOST_TRIES,
    Detail,
    Identified,
    Outcome,
    Standing,
    Then,
    against,
    choices_after,
    standing,
    to_offer,
)
from calls.services.caller import NO_CODE
from calls.steps import what_next
from programmes.policy import POLICIES
from providers.rules import Ineligible
from tests.calls.script import SCRIPT

FOUND = Identified.FOUND


@pytest.mark.req("S1", "S6", "S7", "S8")
@pytest.mark.parametrize(
    ("identified", "passed", "universal_credit", "advised", "expected"),
    [
        (Identified.NOT_FOUND, None, None, False, Standing.NOT_FOUND),
        (Identified.BLOCKED, None, None, False, Standing.BLOCKED),
        (FOUND, None, None, False, Standing.BEING_CHECKED),
        (FOUND, False, None, False, Standing.FAILED),
        (FOUND, True, True, False, Standing.UNIVERSAL_CREDIT),
        (FOUND, True, False, False, Standing.PASSED),
        (FOUND, True, None, False, Standing.PASSED),
        (FOUND, True, False, True, Standing.ADVISED),
    ],
)
def test_where_a_participant_stands(identified, passed, universal_credit, advised, expected) -> None:
    where = standing(identified=identified, passed=passed, universal_credit=universal_credit, advised=advised)
    assert where is expected


@pytest.mark.req("S7")
@pytest.mark.parametrize("identified", [Identified.BLOCKED, Identified.NOT_FOUND])
def test_nobody_but_the_found_is_ever_passed_or_advised(identified: Identified) -> None:
    for passed, credit, advised in product((None, False, True), (None, False, True), (False, True)):
        where = standing(identified=identified, passed=passed, universal_credit=credit, advised=advised)
        assert where in {Standing.BLOCKED, Standing.NOT_FOUND}


@pytest.mark.req("S6")
def test_a_failed_check_is_never_anything_else_whatever_came_after() -> None:
    for credit, advised in product((None, False, True), (False, True)):
        assert standing(identified=FOUND, passed=False, universal_credit=credit, advised=advised) is Standing.FAILED


@pytest.mark.req("L2", "S6")
@pytest.mark.parametrize("where", Standing)
@pytest.mark.parametrize("number", range(1, MOST_PARTICIPANTS + 1))
def test_what_may_follow(number: int, where: Standing) -> None:
    choices = choices_after(number, where)
    assert (Then.ANOTHER in choices) == (number < 10)
    assert Then.FINISH in choices
    assert (Then.END in choices) == (where is Standing.FAILED)
    assert len(choices) == len(set(choices))


@pytest.mark.req("C2")
@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ((), (Detail.ADDRESS, Detail.PHONE)),
        ((Detail.ENTITLEMENT,), (Detail.ADDRESS, Detail.PHONE)),
        ((Detail.ADDRESS,), (Detail.PHONE,)),
        ((Detail.PHONE, Detail.ENTITLEMENT), (Detail.ADDRESS,)),
        ((Detail.ADDRESS, Detail.PHONE), ()),
        (tuple(Detail), ()),
    ],
)
def test_what_was_not_asked_for_is_offered(asked: tuple[Detail, ...], offered: tuple[Detail, ...]) -> None:
    assert to_offer(asked) == offered


@pytest.mark.req("S10")
def test_a_number_can_be_corrected_three_times() -> None:
    assert MOST_TRIES == 4


@pytest.mark.req("R3", "E7")
def test_every_outcome_has_a_name_and_an_ending() -> None:
    at_the_code = {Outcome.ACCESS_CODE_FAILED}  # its words depend on why
    assert set(pages.ENDING) | at_the_code == set(Outcome)
    assert len({outcome.label for outcome in Outcome}) == len(Outcome)


@pytest.mark.req("S6", "R2")
def test_every_end_of_a_participant_has_a_title_words_and_a_line_to_read_back() -> None:
    under_way = {Standing.BEING_CHECKED, Standing.PASSED}
    assert set(what_next.SAID) == set(what_next.TITLES) == set(Standing) - under_way
    assert set(read_back.WHY_NOT) == set(Standing) - under_way - {Standing.ADVISED}
    spoken = [script for scripts in what_next.SAID.values() for script in scripts]
    spoken += [script for scripts in pages.ENDING.values() for script in scripts]
    for policy, script in product(POLICIES.values(), spoken):
        assert policy.script(script)


@pytest.mark.req("E7")
def test_every_reason_against_a_caller_has_words() -> None:
    names = [*Ineligible.__members__, NO_CODE]
    assert len(set(against(names))) == len(names)


@pytest.mark.req("P1")
def test_the_flow_is_in_the_order_of_the_guidance_and_the_script_reaches_every_step_of_it() -> None:
    order = []
    for entry in flow.FLOW:
        order += [step.slug for step in (entry.steps if isinstance(entry, flow.ForEachParticipant) else (entry,))]
    assert order == [
        "caller", "purpose", "access-code",
        "identify", "question", "mark", "failure-date", "what-to-check", "offer", "details", "advice", "next",
        "read-back",
    ]  # fmt: skip
    assert set(order) == {place.slug for place in SCRIPT} - {"ended"}
