"""A call changes hands: on record, once for each page, and to somebody who is free."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from accounts.models import User
from accounts.rules import Role
from audit.actions import Action
from audit.models import AuditEvent
from calls.models import Call, HandOver
from calls.services.holding import HolderChanged, NotFree, hand_over, take_over
from calls.services.opening import CallStillOpen, open_call
from programmes.types import Programme
from tests.accounts.factories import UserFactory, sign_in
from tests.calls.desk import OPEN_HOURS, Desk, Tape, pass_on
from tests.calls.guards import Guard, refused_by
from tests.calls.team.leader import Leader, team_leader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]


@pytest.fixture
def desk() -> Desk:
    return Desk().open().caller()


@pytest.fixture
def leader() -> Leader:
    return Leader()


def at_work(**facts: Any) -> User:
    user = UserFactory(**facts)
    sign_in(Tape(), user)
    return user


@pytest.mark.req("R5")
def test_the_new_holder_goes_on_and_the_former_one_is_refused(desk: Desk, leader: Leader) -> None:
    heir, path = at_work(), f"/board/calls/{desk.ref}/hand-over/"
    assert heir.full_name in leader.reads(path)
    shown = leader.posts(path, to=heir.pk, holder=desk.agent.pk)
    assert f"Call {desk.ref} is now with {heir.full_name}." in shown
    refused = desk.client.post(desk.path, {**desk.hidden(), "purpose": "WP08"})
    assert refused.status_code == 403
    assert f"It is with {heir.full_name} now.".encode() in refused.content
    desk.client = sign_in(Tape(), heir)
    desk.get(f"/calls/{desk.ref}/")
    assert desk.slug == "purpose"
    desk.purpose()
    assert desk.slug == "access-code"
    handed = HandOver.objects.get()
    assert (handed.from_holder, handed.to_holder, handed.by) == (desk.agent, heir, leader.user)
    recorded = AuditEvent.objects.get(action=Action.CALL_HANDED_OVER)
    assert (recorded.actor, recorded.detail) == (leader.user, {"from": desk.agent.pk, "to": heir.pk})


@pytest.mark.req("R5")
def test_after_a_take_over_every_address_of_the_call_tells_the_former_holder_who_has_it(
    desk: Desk, leader: Leader
) -> None:
    leader.posts(f"/calls/{desk.ref}/take-over/", holder=desk.agent.pk)
    name, pages = (
        leader.user.full_name,
        ("", "purpose/", "participants/1/identify/", "ended/", "abandon/", "recording/"),
    )
    for said in (f"It is with {name} now.", f"It was with {name} last, and has ended."):
        for page in pages:
            address = f"/calls/{desk.ref}/{page}"
            sends = [desk.client.get] if page in ("", "ended/") else [desk.client.get, desk.client.post]
            for answer in [send(address) for send in sends]:
                assert (answer.status_code, said in answer.content.decode()) == (403, True), address
        leader.posts(f"/calls/{desk.ref}/abandon/")


@pytest.mark.req("R5")
def test_only_agents_who_are_free_and_there_are_offered(desk: Desk, leader: Leader) -> None:
    busy, away, other_role = Desk(on=desk.on).open().agent, UserFactory(), at_work(role=Role.BMT)
    path = f"/board/calls/{desk.ref}/hand-over/"
    assert "No agent is free" in leader.reads(path)
    free = at_work()
    shown = leader.reads(path)
    assert free.full_name in shown
    for somebody in (busy, away, other_role):
        assert f"{somebody.full_name} Hand" not in shown
        answer = leader.posts(path, to=somebody.pk, holder=desk.agent.pk)
        assert "There is a problem" in answer
    assert desk.call.holder == desk.agent


@pytest.mark.req("R5")
@pytest.mark.parametrize("typed", [{}, {"to": ""}, {"to": "x"}, {"to": "9" * 30}])
def test_nonsense_hands_nothing_over(desk: Desk, leader: Leader, typed: dict[str, str]) -> None:
    at_work()
    assert "There is a problem" in leader.posts(f"/board/calls/{desk.ref}/hand-over/", holder=desk.agent.pk, **typed)
    assert desk.call.holder == desk.agent


@pytest.mark.req("R5")
@pytest.mark.parametrize("seen", ["", "x", "0", "9" * 30])
def test_a_form_from_before_a_change_of_holder_changes_nothing(desk: Desk, leader: Leader, seen: str) -> None:
    heir = at_work()
    for path in (f"/board/calls/{desk.ref}/hand-over/", f"/calls/{desk.ref}/take-over/"):
        assert "The call changed hands since that page was shown." in leader.posts(path, to=heir.pk, holder=seen)
    assert desk.call.holder == desk.agent


@pytest.mark.req("R5")
def test_an_ended_call_is_handed_to_nobody(desk: Desk, leader: Leader) -> None:
    desk.client.post(f"/calls/{desk.ref}/abandon/")
    for path in (f"/board/calls/{desk.ref}/hand-over/", "/board/calls/NOSUCH/hand-over/"):
        assert "That call is no longer under way." in leader.reads(path)


@pytest.mark.req("R5")
def test_the_database_lets_no_call_change_hands_off_the_record(desk: Desk) -> None:
    heir = UserFactory()
    refused_by(
        lambda: Call.objects.filter(ref=desk.ref).update(holder=heir),
        Guard("calls_call", "calls_call_holder_on_record"),
    )


@pytest.mark.req("R5")
def test_the_database_hands_a_call_over_from_its_holder_alone(desk: Desk) -> None:
    somebody, heir = UserFactory(), UserFactory()
    refused_by(
        lambda: HandOver.objects.create(call=desk.call, from_holder=somebody, to_holder=heir, by=heir, at=OPEN_HOURS),
        Guard("calls_handover", "calls_handover_by_its_holder"),
    )


@pytest.mark.req("R5")
def test_an_old_hand_over_does_not_serve_twice(desk: Desk) -> None:
    heir = UserFactory()
    pass_on(desk.ref, heir)
    pass_on(desk.ref, desk.agent)
    refused_by(
        lambda: Call.objects.filter(ref=desk.ref).update(holder=heir),
        Guard("calls_call", "calls_call_holder_on_record"),
    )


def at_once(*deeds: Callable[[], Any]) -> list[str]:
    """What came of deeds that begin at the same moment: the name of the exception, or nothing."""
    ready = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> str:
        ready.wait()
        try:
            deed()
        except (HolderChanged, NotFree, CallStillOpen) as refused:
            return type(refused).__name__
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("R5")
def test_two_leaders_at_once_pass_a_call_on_once(desk: Desk) -> None:
    def passing(leader: User, heir: User, seen: int | None) -> Callable[[], Any]:
        return lambda: hand_over(ref=desk.ref, to_id=heir.pk, leader=leader, at=OPEN_HOURS, seen_holder=seen)

    heirs = [at_work() for _ in range(4)]
    seen = desk.agent.pk
    assert at_once(*(passing(team_leader(), heir, seen) for heir in heirs[:2])) == ["", "HolderChanged"]
    assert HandOver.objects.count() == 1
    # The control: without what each leader saw, both go through, one taking the call from the other's agent.
    assert at_once(*(passing(team_leader(), heir, None) for heir in heirs[2:])) == ["", ""]
    assert HandOver.objects.count() == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("R5")
def test_an_agent_who_opens_a_call_at_that_moment_gets_one_call(desk: Desk) -> None:
    heir = at_work()
    came = at_once(
        lambda: hand_over(ref=desk.ref, to_id=heir.pk, leader=team_leader(), at=OPEN_HOURS),
        lambda: open_call(agent=heir, programme=Programme.WORK_PROGRAMME, telephony_reference="", at=OPEN_HOURS),
    )
    assert came in (["", "CallStillOpen"], ["", "NotFree"])
    assert Call.objects.filter(holder=heir, ended_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("R5")
def test_a_form_sent_while_the_call_is_taken_over_is_recorded_whole_or_refused(desk: Desk) -> None:
    sent = {**desk.hidden(), "purpose": "WP08"}
    statuses: list[int] = []
    at_once(
        lambda: take_over(ref=desk.ref, leader=team_leader(), at=OPEN_HOURS, seen_holder=desk.agent.pk),
        lambda: statuses.append(desk.client.post(desk.path, sent).status_code),
    )
    assert statuses in ([302], [403])
    assert (desk.call.route is not None) == (statuses == [302])
    assert desk.call.holder != desk.agent
