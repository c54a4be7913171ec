"""A complaint in a browser, by keyboard: the SPoC complains and goes further, BMT sends the template and answers."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.rules import Role
from complaints import services
from complaints.models import Complaint
from complaints.rules import State
from core import clock
from tests.accounts.factories import UserFactory, signed_in
from tests.browser.axe import look
from tests.browser.keyboard import Keyboard
from tests.complaints.factories import answered
from tests.providers.factories import SpocFactory


@pytest.mark.req("K2")
@pytest.mark.django_db(transaction=True)
def test_a_complaint_goes_to_the_resolution_team(console_page: Page, live_server: LiveServer) -> None:
    keys, spoc = Keyboard(console_page), SpocFactory(user=UserFactory(role=Role.SPOC))
    signed_in(console_page, live_server, spoc.user)
    keys.follow("Complaints")
    look(console_page, "complaints-mine")
    keys.follow("Make a complaint")
    keys.press("Send the complaint")
    look(console_page, "complaints-nothing-entered")
    keys.choose("An agent")
    keys.choose("Mandatory Work Activity")
    keys.type("What happened?", "The agent hung up.")
    keys.press("Send the complaint")
    look(console_page, "complaints-sent")
    complaint = Complaint.objects.get()
    answered(complaint, by=Role.AGENT)
    services.settle(complaint_id=complaint.pk, number=1, satisfied=False, actor=spoc.user, at=clock.now())
    answered(complaint, by=Role.TEAM_LEADER, answered_on=clock.today())
    console_page.reload()
    keys.follow("Say whether the answer is enough")
    look(console_page, "complaints-enough")
    keys.choose("No")
    keys.press("Record")
    expect(console_page.get_by_text("Waits for an answer")).to_be_visible()

    console_page.context.clear_cookies()
    signed_in(console_page, live_server, UserFactory(role=Role.BMT))
    keys.follow("1 complaint waits for an answer")
    look(console_page, "complaints-list")
    keys.follow(f"Complaint {complaint.pk}")
    keys.follow("Complaints template")
    look(console_page, "complaints-template")
    keys.press("Record it as sent")
    keys.follow("Record the answer")
    look(console_page, "complaints-answer")
    keys.type("What was the answer?", "We have spoken to the agent, and are sorry.")
    keys.choose("Yes")
    keys.press("Record the answer")
    look(console_page, "complaints-closed")
    assert complaint.state is State.CLOSED
