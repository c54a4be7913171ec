import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circumstances.rules import advice as table
from circumstances.rules.advice import BadFacts, Comparison, Facts, Row, advise, facts_from_json, facts_to_json
from programmes.policy import POLICIES, Policy, policy
from programmes.types import Programme

SAME, DIFFERENT, UNCHECKED, NOT_HELD = Comparison
EVERYTHING = [Facts(*facts) for facts in product((True, False), (True, False), Comparison, Comparison)]
facts = st.builds(Facts, st.booleans(), st.booleans(), st.sampled_from(Comparison), st.sampled_from(Comparison))


def row(*, in_receipt: bool = True, live: bool = True, address: Comparison = SAME, phone: Comparison = SAME) -> Row:
    return advise(Facts(in_receipt, live, address, phone)).row


@pytest.mark.req("C9")
@pytest.mark.parametrize("version", table.TABLES)
@pytest.mark.parametrize("held", EVERYTHING, ids=str)
def test_every_combination_of_facts_gives_exactly_one_row(held: Facts, version: int) -> None:
    assert sum(line.holds(held) for line in table.TABLES[version]) == 1
    assert advise(held, version=version).row in Row


@pytest.mark.req("C9")
def test_every_row_is_reached() -> None:
    assert {advise(held).row for held in EVERYTHING} == set(Row)
    assert table.TABLE_VERSION in table.TABLES


@pytest.mark.req("C5")
def test_in_receipt_live_and_details_right_is_raised() -> None:
    assert row() is Row.RAISE_LIVE
    assert advise(Facts(True, True, SAME, SAME)).raise_doubt


@pytest.mark.req("C6")
@pytest.mark.parametrize(("address", "phone"), [(DIFFERENT, SAME), (SAME, DIFFERENT), (DIFFERENT, DIFFERENT)])
def test_changed_details_are_not_raised(address: Comparison, phone: Comparison) -> None:
    assert row(address=address, phone=phone) is Row.DO_NOT_RAISE_DETAILS_CHANGED
    assert not advise(Facts(True, True, address, phone)).raise_doubt


@pytest.mark.req("C7")
def test_a_dormant_claim_is_raised() -> None:
    assert row(live=False) is Row.RAISE_DORMANT
    assert advise(Facts(True, False, SAME, SAME)).raise_doubt


@pytest.mark.req("C9")
def test_changed_details_come_before_a_dormant_claim() -> None:
    assert row(live=False, address=DIFFERENT) is Row.DO_NOT_RAISE_DETAILS_CHANGED


@pytest.mark.req("C8")
@pytest.mark.parametrize("held", [held for held in EVERYTHING if not held.in_receipt], ids=str)
def test_whoever_was_not_in_receipt_is_never_raised(held: Facts) -> None:
    assert advise(held).row is Row.DO_NOT_RAISE_NO_BENEFIT
    assert not advise(held).raise_doubt


@pytest.mark.req("C2")
@pytest.mark.parametrize(
    ("address", "phone", "said"),
    [
        (SAME, DIFFERENT, ()),
        (UNCHECKED, SAME, ("The address was not checked.",)),
        (SAME, UNCHECKED, ("The contact numbers were not checked.",)),
        (
            NOT_HELD,
            UNCHECKED,
            ("No address is held, so it could not be checked.", "The contact numbers were not checked."),
        ),
    ],
)
def test_the_advice_says_what_was_not_checked(address: Comparison, phone: Comparison, said: tuple[str, ...]) -> None:
    assert advise(Facts(True, True, address, phone)).unchecked == said


@pytest.mark.req("C9")
@pytest.mark.req("P2")
@pytest.mark.parametrize("held", EVERYTHING, ids=str)
@pytest.mark.parametrize("rules", POLICIES.values(), ids=lambda rules: rules.programme)
def test_reason_and_paragraphs_are_the_programmes_own(held: Facts, rules: Policy) -> None:
    given_advice = advise(held)
    assert rules.participant in given_advice.reason_for(rules)
    assert "{" not in given_advice.reason_for(rules)
    assert all(paragraph.startswith(rules.guide) for paragraph in given_advice.paragraphs_for(rules))


@pytest.mark.req("C8")
def test_the_reason_in_words() -> None:
    given_advice = advise(Facts(False, False, SAME, SAME))
    assert given_advice.reason_for(policy(Programme.MANDATORY_WORK_ACTIVITY)) == (
        "The claimant was not in receipt of benefit on that date."
    )


@pytest.mark.req("C9")
def test_a_table_with_a_hole_or_two_rows_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = table.TABLES[1]
    for faulty in (lines[1:], (*lines, lines[0])):
        monkeypatch.setattr(table, "TABLES", {1: faulty})
        with pytest.raises(table.NoSingleRow):
            advise(Facts(False, False, SAME, SAME))


@pytest.mark.req("C9")
@given(facts)
def test_kept_facts_give_the_same_advice_again(held: Facts) -> None:
    kept = json.loads(json.dumps(facts_to_json(held)))
    assert facts_from_json(kept) == held
    assert advise(facts_from_json(kept)) == advise(held)


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"in_receipt": True, "live_now": True, "address": "same"},
        {"in_receipt": True, "live_now": True, "address": "same", "phone": "odd"},
        {"in_receipt": 1, "live_now": True, "address": "same", "phone": "same"},
        {"in_receipt": True, "live_now": None, "address": "same", "phone": "same"},
        {"in_receipt": True, "live_now": True, "address": "same", "phone": "same", "more": 1},
    ],
)
def test_facts_that_cannot_be_read(kept: dict[str, object]) -> None:
    with pytest.raises(BadFacts):
        facts_from_json(kept)
