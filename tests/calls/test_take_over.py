"""A call whose agent has gone is taken over by a team leader, where it stands."""

import pytest
from django.test import Client

from accounts.rules import Role
from audit.actions import Action
from audit.models import AuditEvent
from calls.models import Call
from tests.accounts.factories import UserFactory, sign_in
from tests.calls.desk import Desk
from tests.html import assert_valid_html, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]


@pytest.fixture
def leader() -> Client:
    return sign_in(Client(), UserFactory(role=Role.TEAM_LEADER))


@pytest.mark.req("R5")
def test_the_leader_goes_on_where_the_call_stands_and_the_agent_is_refused(leader: Client) -> None:
    desk = Desk().open().caller()
    address = f"/calls/{desk.ref}/take-over/"
    assert_valid_html(leader.get(address))
    page = leader.post(address, {"holder": desk.agent.pk}, follow=True)
    assert page.request["PATH_INFO"] == f"/calls/{desk.ref}/purpose/"
    assert AuditEvent.objects.filter(chain=f"call:{desk.ref}", action=Action.CALL_TAKEN_OVER).count() == 1
    refused = desk.client.post(desk.path, {**desk.hidden(), "purpose": "WP08"})
    assert refused.status_code == 403
    assert "What you sent just now was not recorded." in text_of(assert_valid_html(refused))
    assert Call.objects.get().route is None


@pytest.mark.req("R5")
def test_a_leader_with_a_call_open_takes_over_no_other() -> None:
    own = Desk(agent=UserFactory(role=Role.TEAM_LEADER)).open()
    other = Desk(on=own.on).open()
    page = own.client.post(f"/calls/{other.ref}/take-over/", {"holder": other.agent.pk}, follow=True)
    assert b"You already have a call open" in page.content
    assert Call.objects.get(ref=other.ref).holder == other.agent


@pytest.mark.req("R5")
def test_a_call_that_has_ended_or_never_was_is_not_taken_over(leader: Client) -> None:
    desk = Desk().open()
    desk.client.post(f"/calls/{desk.ref}/abandon/")
    for ref in (desk.ref, "NOSUCHREF"):
        page = leader.post(f"/calls/{ref}/take-over/", follow=True)
        assert b"That call is no longer under way" in page.content


@pytest.mark.req("G1")
def test_an_agent_takes_over_nothing() -> None:
    desk = Desk().open()
    assert Desk(on=desk.on).client.post(f"/calls/{desk.ref}/take-over/").status_code == 403
    assert Call.objects.get(ref=desk.ref).holder == desk.agent
