"""A performance manager's day and an auditor's, by keyboard: what waits for them, the figures, and the record."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.rules import Role
from audit.words import reference
from complaints.rules import About, State
from tests.accounts.factories import UserFactory, signed_in
from tests.browser.axe import look
from tests.browser.keyboard import Keyboard
from tests.complaints.factories import answered, complained

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.req("G1", "G3", "K3")
def test_a_performance_manager_answers_a_complaint_about_the_service(
    console_page: Page, live_server: LiveServer
) -> None:
    keys, complaint = Keyboard(console_page), complained(about=About.SERVICE, what="An hour of waiting.")
    signed_in(console_page, live_server, UserFactory(role=Role.PERFORMANCE_MANAGER))
    keys.follow("1 complaint waits for an answer")
    keys.follow(f"Complaint {complaint.pk}")
    look(console_page, "overseers-complaint")
    keys.follow("Record the answer")
    keys.type("What was the answer?", "More agents are taken on.")
    keys.choose("Yes")
    keys.press("Record the answer")
    expect(console_page.get_by_text("The provider is satisfied.")).to_be_visible()
    assert complaint.state is State.CLOSED
    keys.follow("Figures")
    look(console_page, "overseers-figures")


@pytest.mark.req("G1", "G2")
def test_an_auditor_reads_the_record_and_can_change_nothing(console_page: Page, live_server: LiveServer) -> None:
    keys, complaint = Keyboard(console_page), complained()
    answered(complaint, by=Role.TEAM_LEADER, satisfied=True)
    signed_in(console_page, live_server, UserFactory(role=Role.AUDITOR))
    keys.follow("Complaints")
    keys.follow(f"Complaint {complaint.pk}")
    expect(console_page.get_by_role("button", name="Attach evidence")).to_have_count(0)
    keys.follow("Record")
    look(console_page, "overseers-record")
    keys.follow(reference(complaint.subject))
    expect(console_page.get_by_text("complaint answered")).to_be_visible()
    look(console_page, "overseers-chain")
