"""What the agent sees and says of a code that is on hold, and of last month's (A13)."""

from datetime import datetime, timedelta

import pytest

from accesscodes.models import AccessCode, Challenge, Hold
from calls.rules import Outcome
from tests.accesscodes.factories import AccessCodeFactory, ChallengeFactory
from tests.calls.desk import OPEN_HOURS, Desk
from tests.html import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours"), pytest.mark.req("A13")]
LAST_MONTHS = "7RqhDa46"
ON_HOLD = "Please ask your single point of contact to contact the business management team."
NO_DETAILS = ("hold", "failed", "last month", "in a row")


def put_on_hold(code: AccessCode, *, at: datetime = OPEN_HOURS) -> Hold:
    failed = ChallengeFactory(code=code, prime=code.prime, drawn_at=OPEN_HOURS - timedelta(minutes=5), answered=False)
    return Hold.objects.create(prime=code.prime, code=code, challenge=failed, held_at=at)


def said(desk: Desk) -> str:
    return text_of(desk.page.find(".//div[@class='script']"))


def turned_away(desk: Desk) -> None:
    assert desk.call.outcome == Outcome.ACCESS_CODE_FAILED
    assert desk.slug == "ended"
    assert ON_HOLD in said(desk)
    assert not [word for word in NO_DETAILS if word in said(desk).lower()]
    assert "Access code not checked" in desk.text
    listed = desk.client.get("/desk/").content.decode()
    assert "Access code not checked" in listed
    assert "Access code failed" not in listed, "nobody fails a code that was not tried"


def test_a_caller_is_turned_away_before_any_character_is_asked_for() -> None:
    desk = Desk().open().caller()
    put_on_hold(desk.on.prime.access_codes.get())
    desk.purpose()
    turned_away(desk)
    assert desk.call.challenge is None
    assert Challenge.objects.count() == 1, "the one that failed before"


def test_a_call_that_stands_at_the_characters_ends_with_nothing_judged() -> None:
    desk = Desk().open().caller().purpose()
    put_on_hold(desk.on.prime.access_codes.get())
    desk.code()
    turned_away(desk)
    assert desk.call.challenge.answered_at is None
    Hold.objects.update(ended_at=OPEN_HOURS + timedelta(days=1), ended_how="a new code")
    assert ON_HOLD in said(desk.reload()), "the last page says what was said, whatever becomes of the hold"


def test_a_hold_that_began_while_the_call_waited_has_the_same_words() -> None:
    desk = Desk().open().caller().purpose()
    hold = put_on_hold(desk.on.prime.access_codes.get(), at=OPEN_HOURS + timedelta(milliseconds=1))
    desk.code()
    assert hold.held_at > desk.call.ended_at
    turned_away(desk)


def test_a_call_past_the_characters_goes_on() -> None:
    desk = Desk().through_the_code()
    put_on_hold(desk.on.prime.access_codes.get())
    assert desk.reload().slug == "identify"


@pytest.mark.req("A3")
def test_last_months_code_fails_with_its_own_words() -> None:
    desk = Desk().open().caller().purpose()
    AccessCodeFactory(prime=desk.on.prime, at=OPEN_HOURS - timedelta(days=28), text=LAST_MONTHS)
    desk.code(LAST_MONTHS)
    assert desk.call.outcome == Outcome.ACCESS_CODE_FAILED
    assert "The code that you gave is last month's." in said(desk)
    assert "everyone who calls uses the new code" in said(desk)
    assert "You have failed the security questions." in said(desk)


@pytest.mark.req("A3", "A5")
def test_any_other_code_fails_with_the_usual_words() -> None:
    desk = Desk().open().caller().purpose()
    AccessCodeFactory(prime=desk.on.prime, at=OPEN_HOURS - timedelta(days=28), text=LAST_MONTHS)
    desk.code("xxxxxxxx")
    assert "last month" not in desk.text
    assert "Please call back when you have the correct access code." in said(desk)
