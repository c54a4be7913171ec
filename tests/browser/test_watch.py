"""BMT looks at an alert and releases a code that is on hold (A13), with axe on each page."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accesscodes import services
from accounts.rules import Role
from core import clock
from tests.accesscodes.factories import AccessCodeFactory, ChallengeFactory
from tests.accounts.factories import UserFactory, signed_in
from tests.browser import axe

TEXT = "AdfH2nQr"


def look(page: Page, name: str) -> None:
    axe.look(page, name)
    assert TEXT not in page.content()


@pytest.mark.req("A5", "A13")
@pytest.mark.django_db(transaction=True)
def test_a_code_on_hold_is_looked_at_and_released(console_page: Page, live_server: LiveServer) -> None:
    code = AccessCodeFactory(text=TEXT)
    for _ in range(5):
        failed = ChallengeFactory(code=code, prime=code.prime)
        services.answer_challenge(
            challenge_id=failed.pk, said=["x", "x", "x"], at=clock.now(), chain="call:A", actor=None
        )
    signed_in(console_page, live_server, UserFactory(role=Role.BMT))
    console_page.get_by_role("link", name="1 access code is on hold").click()
    look(console_page, "codes-alerts")
    console_page.get_by_role("button", name=re.compile("Mark as seen.*Failed checks")).press("Enter")
    expect(console_page.get_by_role("button", name=re.compile("Mark as seen"))).to_have_count(1)
    console_page.get_by_role("link", name=re.compile("Release the code of")).click()
    console_page.get_by_role("button", name="Release the code").click()
    expect(console_page.get_by_text("There is a problem")).to_be_visible()
    look(console_page, "codes-release-errors")
    console_page.get_by_label("Why can the code be used again?").fill("Every caller has been told.")
    console_page.get_by_role("button", name="Release the code").click()
    expect(console_page.get_by_text("can be used again")).to_be_visible()
    look(console_page, "codes-released")
