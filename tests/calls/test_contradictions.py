"""A tick that ends something for good, beside what speaks against it: nothing is spent until one is cleared."""

import pytest

from calls.models import Submission
from programmes.types import QuestionKind
from tests.accesscodes.factories import characters
from tests.calls.desk import Desk
from tests.calls.rewinding import past_the_code
from tests.circumstances.factories import FAILED_ON, participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]


@pytest.mark.req("A3")
def test_all_three_characters_beside_the_tick_that_they_cannot_be_given_spend_no_try() -> None:
    desk = Desk().open().caller().purpose()
    said = {
        f"characters_{at}": each for at, each in enumerate(characters(desk.code_text, desk.call.challenge.positions))
    }
    desk.send(cannot_give="on", **said)
    assert desk.slug == "access-code"
    assert ["You typed all the characters" in error for error in desk.errors] == [True]
    assert desk.call.challenge.passed is None
    desk.send(**said)
    assert desk.slug == "identify"


@pytest.mark.req("S6")
def test_an_answer_beside_the_tick_that_there_is_none_spends_no_try(foretell) -> None:
    foretell(QuestionKind.PAYMENT_GROUP)
    desk = past_the_code()
    somebody = participant(prime=desk.on.prime)
    desk.identify(somebody).send(cannot_answer="on", group=somebody.payment_group)
    assert desk.slug == "question"
    assert ["Clear one of them" in error for error in desk.errors] == [True]
    assert desk.last.security_check.passed is None
    afresh = next(link.get("href") for link in desk.page.iter("a") if (link.text or "").startswith("Clear the page"))
    desk.get(afresh)
    assert not [box for box in desk.page.iter("input") if box.get("checked") is not None]
    desk.answer(somebody)
    assert desk.slug == "failure-date"


@pytest.mark.req("S10")
@pytest.mark.parametrize("typed", [{"nino": "QQ123456C"}, {"name": "Mary Smith"}, {"nino": "QQ12", "name": "Mary"}])
def test_somebody_entered_beside_nobody_else_is_not_thrown_away(foretell, typed: dict[str, str]) -> None:
    foretell(QuestionKind.REFERRAL_DATE)
    desk = past_the_code()
    desk.advised_on(participant(prime=desk.on.prime), FAILED_ON).next("another")
    taken = Submission.objects.count()
    desk.send(no_more="on", **typed)
    assert desk.slug == "identify"
    assert ["ticked that there is nobody else" in error for error in desk.errors] == [True]
    assert {box.get("name"): box.get("value") for box in desk.page.iter("input")}.items() >= typed.items()
    assert desk.call.no_more_at is None
    assert Submission.objects.count() == taken
    desk.send(no_more="on")
    assert desk.slug == "read-back"


@pytest.mark.req("S10")
def test_not_found_and_nobody_else_are_not_both_taken(foretell) -> None:
    foretell(QuestionKind.REFERRAL_DATE)
    desk = past_the_code()
    desk.advised_on(participant(prime=desk.on.prime), FAILED_ON).next("another")
    desk.send(nino="AB123456C", name="Nobody Atall")
    desk.send(no_more="on", give_up="on", nino="", name="")
    assert ["ticked that there is nobody else" in error for error in desk.errors] == [True]
    assert desk.call.no_more_at is None
