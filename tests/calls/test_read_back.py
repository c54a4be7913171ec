"""What the agent hears and sees from the offer to the end: named, repeated, and never an error without a fault."""

import pytest

from calls.read_back import Line
from calls.rules import Outcome
from core.dates import in_words
from programmes.policy import POLICIES
from programmes.types import CautionKind, Programme, QuestionKind
from tests.calls.desk import Desk
from tests.circumstances.factories import FAILED_ON, participant
from tests.html import text_of

on_the_line = pytest.mark.usefixtures("db", "open_hours")
WARNED = "Provider Direct may not be appropriate"
FAILED = f"Date of failure {in_words(FAILED_ON)}"
FAILED_TO_WRITE = f"Date of failure: {in_words(FAILED_ON)}"


@pytest.fixture
def desk(foretell) -> Desk:
    foretell(QuestionKind.REFERRAL_DATE)
    return Desk()


@pytest.mark.req("C1", "C2", "C10", "R1", "R2")
@on_the_line
def test_one_call_from_the_offer_to_its_end(desk: Desk) -> None:
    referral = participant(prime=desk.on.prime)
    desk.through_the_code().identify(referral).answer(referral)
    assert "Date of failure" not in strip(desk)
    desk.failure_date(FAILED_ON, told=True)
    assert FAILED in strip(desk), "the caller's own statement stays in view"
    desk.send(asked=["entitlement"])
    assert "You have not asked me to check the address or the contact numbers." in desk.text
    desk.send(address="no", phone="no")
    assert WARNED in desk.text
    assert "Details to read out" not in desk.text, "there are none"
    desk.advise().next("finish")

    assert FAILED not in strip(desk)
    [section] = desk.page.iterfind(".//section[@class='read-back']")
    assert WARNED in text_of(section)
    assert "leave the rest of the row empty" in text_of(section)
    assert FAILED_TO_WRITE in text_of(section)
    desk.send(clear="no")
    assert desk.slug == "read-back"
    assert not desk.errors
    assert "Go over it again with the caller." in desk.text
    desk.read_back()
    assert desk.call.outcome == Outcome.COMPLETED
    assert desk.client.responses[-1]["Location"].endswith("/ended/#outcome")
    assert desk.page.find(".//h1[@id='outcome']").get("tabindex") == "-1"


@pytest.mark.req("C10", "R2")
@on_the_line
def test_nothing_is_warned_of_where_no_caution_applied(desk: Desk) -> None:
    desk.through_the_code().advised_on(participant("moved", prime=desk.on.prime), FAILED_ON).next("finish")
    assert WARNED not in desk.text


@pytest.mark.req("S7", "C1")
@on_the_line
def test_the_date_is_not_in_view_of_somebody_who_may_not_be_discussed(desk: Desk) -> None:
    referral = participant(prime=desk.on.prime)
    desk.through_the_code().identify(referral).answer(referral).failure_date(FAILED_ON)
    referral.person.special_handling = "scr"
    referral.person.save()
    desk.reload()
    assert "Date of failure" not in strip(desk)


def strip(desk: Desk) -> str:
    """The key facts above the page."""
    return text_of(desk.page.find(".//section[@class='key-facts']"))


@pytest.mark.req("R2")
@pytest.mark.parametrize(
    ("cells", "nothing"), [((), False), (((), ()), True), ((("6 November 2026",), ()), False)]
)  # fmt: skip
def test_a_row_with_nothing_to_write_says_so_at_once(cells: tuple[tuple[str, ...], ...], nothing: bool) -> None:
    assert Line(1, "Robin", "Raise", "", cells).nothing_to_fill_in is nothing


@pytest.mark.req("C10")
def test_two_cautions_say_nothing_twice() -> None:
    policy = POLICIES[Programme.WORK_PROGRAMME]
    assert policy.words_of([]) == ()
    both = policy.words_of([kind.value for kind in CautionKind])
    assert len(both) == len(set(both)) == 4
