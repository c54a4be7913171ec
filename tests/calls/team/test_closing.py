"""A call whose agent has gone is closed with an outcome that is true."""

import pytest

from audit.actions import Action
from audit.models import AuditEvent
from calls.models import Call, Closing
from calls.rules import Outcome
from core import clock
from tests.calls.desk import Desk
from tests.calls.guards import Guard, refused_by
from tests.calls.script import FREE, arrive
from tests.calls.team.leader import Leader
from tests.html import assert_valid_html, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
CLOSED = {"reason": "The agent was taken ill"}


@pytest.fixture
def leader() -> Leader:
    return Leader()


def left(desk: Desk) -> str:
    """The agent goes; the address that closes the call."""
    desk.client.post("/sign-out/", {"anyway": "yes"})
    return f"/board/calls/{desk.ref}/close/"


def offered(leader: Leader, path: str) -> list[str]:
    page = assert_valid_html(leader.get(path))
    return [box.get("value") for box in page.iter("input") if box.get("name") == "outcome"]


@pytest.mark.req("R3")
def test_a_call_left_in_the_middle_can_only_be_abandoned(leader: Leader) -> None:
    desk = Desk().open().caller()
    path = left(desk)
    assert offered(leader, path) == [Outcome.ABANDONED]
    for untrue in sorted(set(Outcome) - {Outcome.ABANDONED}):
        assert "There is a problem" in leader.posts(path, outcome=untrue.value, **CLOSED)
    assert desk.call.ended_at is None
    assert f"Call {desk.ref} is closed: abandoned." in leader.posts(path, outcome="abandoned", **CLOSED)
    assert desk.call.outcome == Outcome.ABANDONED
    closing = Closing.objects.get()
    assert (closing.call, closing.by, closing.reason) == (desk.call, leader.user, CLOSED["reason"])
    recorded = AuditEvent.objects.filter(chain=f"call:{desk.ref}").order_by("-position")[:2]
    assert [(event.action, event.actor) for event in recorded] == [
        (Action.CALL_ENDED, leader.user),
        (Action.CALL_CLOSED, leader.user),
    ]
    assert "That call is no longer under way." in leader.posts(path, outcome="abandoned", **CLOSED)


@pytest.mark.req("R3", "R1")
def test_a_call_left_after_the_read_back_can_be_completed(leader: Leader, foretell) -> None:
    foretell(FREE)
    desk = Desk()
    arrive(desk, "next 2")
    desk.send(then="finish")
    assert offered(leader, left(desk)) == [Outcome.COMPLETED, Outcome.ABANDONED]
    leader.posts(left(desk), outcome="completed", **CLOSED)
    assert desk.call.outcome == Outcome.COMPLETED


@pytest.mark.req("R3")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({}, "Enter how you know"),
        ({"reason": "x" * 501}, "500 characters or fewer"),
        ({"reason": "QQ 12 34 56 C rang back"}, "Leave out names and numbers"),
    ],
)
def test_nonsense_closes_nothing(leader: Leader, typed: dict[str, str], expected: str) -> None:
    desk = Desk().open()
    assert expected in leader.posts(left(desk), outcome="abandoned", **typed)
    assert desk.call.ended_at is None


@pytest.mark.req("R3")
def test_a_call_whose_agent_is_there_is_not_closed(leader: Leader) -> None:
    desk = Desk().open()
    path = f"/board/calls/{desk.ref}/close/"
    for shown in (leader.reads(path), leader.posts(path, outcome="abandoned", **CLOSED)):
        assert f"{desk.agent.full_name} is at the console" in shown
    assert desk.call.ended_at is None


@pytest.mark.req("R3")
@pytest.mark.parametrize("untrue", sorted(set(Outcome) - {Outcome.ABANDONED}))
def test_the_database_knows_what_is_not_true(untrue: Outcome) -> None:
    desk = Desk().open().caller()
    write = {"outcome": untrue, "ended_at": clock.now()}
    refused_by(
        lambda: Call.objects.filter(ref=desk.ref).update(**write), Guard("calls_call", "calls_call_outcome_is_true")
    )


@pytest.mark.req("R5")
def test_the_agent_who_comes_back_finds_the_call_ended(leader: Leader) -> None:
    desk = Desk().open()
    leader.posts(left(desk), outcome="abandoned", **CLOSED)
    desk.__post_init__()
    assert "Abandoned" in text_of(assert_valid_html(desk.get(f"/calls/{desk.ref}/")))
