"""The pages around the steps: the address of a call, its end, and the ways out of it."""

import pytest

from calls.rules import Outcome
from line.models import Closure
from programmes.types import QuestionKind
from tests.calls.desk import Desk
from tests.calls.rewinding import past_the_code
from tests.circumstances.factories import TODAY, participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]


def test_a_reference_may_be_typed_in_small_letters() -> None:
    desk = Desk().open()
    desk.get(f"/calls/{desk.ref.lower()}/")
    assert desk.slug == "caller"
    desk.get(f"/calls/{desk.ref.lower()}/caller/")
    desk.caller()
    assert desk.slug == "purpose"
    assert desk.client.get(f"/calls/{desk.ref[:-1].lower()}/").status_code == 404


@pytest.mark.req("L1")
def test_the_next_call_is_offered_while_the_line_is_open() -> None:
    desk = Desk().open()
    desk.post(f"/calls/{desk.ref}/abandon/", {})
    assert "Take the next call" in desk.text
    Closure.objects.create(date=TODAY, reason="Fire drill")
    desk.reload()
    assert "Take the next call" not in desk.text
    assert "The line is closed" in desk.text


def test_no_page_of_a_call_leads_to_itself() -> None:
    desk = Desk().open()
    for page in ("abandon", "recording"):
        here = f"/calls/{desk.ref}/{page}/"
        assert here in [link.get("href") for link in desk.reload().page.iter("a")]
        desk.get(here)
        assert here not in [link.get("href") for link in desk.page.iter("a")]
        desk.get(f"/calls/{desk.ref}/")


@pytest.mark.req("S6")
def test_nothing_is_said_of_an_answer_that_was_not_given(foretell) -> None:
    foretell(QuestionKind.PAYMENT_GROUP)
    desk = past_the_code()
    desk.identify(participant(prime=desk.on.prime)).send(cannot_answer="on")
    assert "You have not passed the security check for this participant" in desk.text
    assert "does not match" not in desk.text
    assert desk.next("end").call.outcome == Outcome.FAILED_CHECK


@pytest.mark.req("R1")
def test_what_to_write_down_is_said_in_one_go(foretell) -> None:
    desk = past_the_code()
    desk.identify(participant("mappa", prime=desk.on.prime)).next("finish")
    assert "Please write down the date of this call." in desk.text
