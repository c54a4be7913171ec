"""The live board: what a team leader sees of calls under way, and what is never on it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.rules import Role
from tests.accounts.factories import UserFactory, sign_in
from tests.calls.desk import OPEN_HOURS, Desk, called
from tests.calls.script import EMPLOYER, FREE, SAID, arrive, cast_for
from tests.calls.team.leader import Leader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def leader() -> Leader:
    return Leader()


def seen(desk: Desk, ago: timedelta) -> None:
    User.objects.filter(pk=desk.agent.pk).update(last_seen_at=OPEN_HOURS - ago)


@pytest.mark.req("R5")
def test_a_call_is_shown_with_its_step_and_its_participant(
    leader: Leader, foretell, open_hours: time_machine.Traveller
) -> None:
    foretell(FREE)
    desk = Desk()
    arrive(desk, "mark 2")
    open_hours.move_to(OPEN_HOURS + 7 * MINUTE + timedelta(seconds=40))
    shown = leader.reads("/board/")
    assert "1 call under way." in shown
    assert f"{desk.agent.full_name} Compare the answer Participant 2 of up to 10 7 Nothing" in shown


@pytest.mark.req("A5", "S5", "G1")
def test_no_participant_nor_caller_is_on_it(leader: Leader, foretell) -> None:
    foretell(FREE)
    desk = Desk()
    cast = cast_for(desk)
    arrive(desk, "mark 2", cast)
    content = leader.get("/board/").content.decode()
    assert desk.call.ref in content
    secrets = [EMPLOYER, SAID, desk.on.caller_name]
    for referral in cast.values():
        person = referral.person
        secrets += [person.nino, person.full_name, referral.officer_name, person.addresses.get(ended_on=None).postcode]
    for secret in secrets:
        assert secret
        assert secret.lower() not in content.lower()


@pytest.mark.req("R5")
def test_a_call_whose_agent_has_gone_stands_out(leader: Leader, open_hours: time_machine.Traveller) -> None:
    there = Desk().open()
    idle, gone = Desk(on=there.on).open(), Desk(on=there.on).open()
    seen(there, 9 * MINUTE)
    seen(idle, 12 * MINUTE)
    gone.client.post("/sign-out/", {"anyway": "yes"})
    shown = leader.reads("/board/")
    assert "2 without an agent." in shown
    assert shown.index(gone.agent.full_name) < shown.index(there.agent.full_name)
    assert "0 No agent Not seen for 12 minutes" in shown
    assert "No agent Signed out" in shown


@pytest.mark.req("R5")
def test_it_takes_the_same_number_of_queries_whatever_it_shows(
    leader: Leader, foretell, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    foretell(FREE)
    desk = Desk()
    arrive(desk, "mark 1")
    with django_assert_num_queries(8):
        assert leader.client.get("/board/").status_code == 200
    for _ in range(3):
        other = Desk(on=desk.on)
        arrive(other, "mark 1", cast_for(other))
        other.client.post(other.path, {**other.hidden(), "help": "advice"})
    with django_assert_num_queries(8):
        assert leader.client.get("/board/").status_code == 200


@pytest.mark.req("G1")
def test_a_board_that_renews_itself_keeps_nobody_signed_in(leader: Leader, open_hours: time_machine.Traveller) -> None:
    def statuses(path: str) -> list[int]:
        sign_in(leader.client, leader.user)
        found = []
        for _ in range(4):
            open_hours.shift(timedelta(minutes=10))
            found.append(leader.client.get(path, headers={"Sec-Fetch-Dest": "empty"}).status_code)
        return found

    assert statuses("/board/again/") == [200, 200, 401, 401]
    assert statuses("/board/") == [200, 200, 200, 200]


@pytest.mark.req("G1")
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.TEAM_LEADER}))
def test_it_is_for_team_leaders_alone(role: Role) -> None:
    desk = Desk().open()
    client = sign_in(Client(), UserFactory(role=role))
    deeds = [f"/board/calls/{desk.ref}/{deed}/" for deed in ("hand-over", "close")]
    for path in ("/board/", "/board/again/", *deeds, called(desk.ref, "take-over")):
        assert client.get(path).status_code == 403
    for path in ("/board/help/1/answered/", *deeds):
        assert client.post(path, {"holder": desk.agent.pk, "outcome": "abandoned", "reason": "x"}).status_code == 403
    assert desk.call.ended_at is None
