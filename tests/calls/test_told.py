"""The words that go with the advice, said aloud: they have to be true of what came before them."""

import pytest

from calls.services.checking import Finding, Told
from calls.steps.advice import _said
from circumstances.rules import advice as table
from circumstances.rules.advice import Comparison, Facts
from programmes.policy import policy
from programmes.types import Programme

MOVE = "Changed address on 2 October 2026."
NOTED = "Noted on 3 October 2026: Is expecting a child."
WHERE = ("1 High Street", "Leeds")


def said(told: Told) -> list[str]:
    facts = Facts(in_receipt=True, live_now=True, address=Comparison.SAME, phone=Comparison.SAME)
    finding = Finding(facts=facts, advice=table.advise(facts), told=told, cautions=(), moved_unchecked=False)
    return _said(finding, policy(Programme.WORK_PROGRAMME))


@pytest.mark.req("C3")
@pytest.mark.parametrize(
    ("phones", "sentence", "label"),
    [
        (("07700 900112",), "The right contact number is 07700 900112.", "Right contact number"),
        (
            ("07700 900112", "0113 496 0001"),
            "The right contact numbers are 07700 900112, 0113 496 0001.",
            "Right contact numbers",
        ),
    ],
)
def test_one_number_is_said_as_one(phones: tuple[str, ...], sentence: str, label: str) -> None:
    told = Told("", phones=phones)
    assert told.sentences == [sentence]
    assert told.rows == [(label, phones)]


@pytest.mark.req("C4")
@pytest.mark.parametrize(
    ("told", "seen"),
    [
        (Told(""), "I can see no changes."),
        (Told("", other=(MOVE,)), "These are the changes that I can see."),
        (Told("Signed off on 1 October 2026.", other=(NOTED,)), "These are the other changes that I can see."),
        (Told("", phones=("07700 900112",)), "I can see no other changes."),
        (Told("", address=WHERE, other=(MOVE,)), "I can see no other changes."),
        (Told("", address=WHERE, other=(MOVE, NOTED)), "These are the other changes that I can see."),
    ],
)
def test_changes_are_other_changes_only_after_a_change(told: Told, seen: str) -> None:
    lines = said(told)
    assert [line for line in lines if "that I can see" in line or "I can see no" in line] == [seen]
    assert [line for line in lines if line in told.other] == list(told.other), "each is said, and once"


@pytest.mark.req("C3", "C4")
def test_the_move_to_the_right_address_is_said_with_it_and_is_no_other_change() -> None:
    told = Told("", address=WHERE, other=(MOVE, NOTED))
    assert told.sentences == ["The right address is 1 High Street, Leeds.", MOVE]
    assert told.rows == [("Right address", (*WHERE, MOVE)), ("Other changes", (NOTED,))]
