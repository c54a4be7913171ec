"""BMT decides about an email that may have been sent."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.rules import Role
from notices.rules import Reason, State
from tests.accounts.factories import UserFactory, signed_in
from tests.browser.axe import assert_accessible, look
from tests.notices.factories import NoticeFactory


@pytest.mark.req("A9")
@pytest.mark.django_db(transaction=True)
def test_bmt_decides_about_an_uncertain_email(console_page: Page, live_server: LiveServer) -> None:
    uncertain = NoticeFactory(kind="unlock code", state=State.UNCERTAIN, reason=Reason.CUT_OFF)
    NoticeFactory(kind="unlock code", state=State.REFUSED, reason=Reason.RECIPIENT, reply=550)
    NoticeFactory(kind="access code document", state=State.SENT)
    signed_in(console_page, live_server, UserFactory(role=Role.BMT))
    console_page.get_by_role("link", name="Emails", exact=True).click()
    look(console_page, "outbox")
    region = console_page.get_by_role("region", name="Waiting for a person")
    row = region.get_by_role("row", name=uncertain.recipient.full_name)
    row.get_by_role("button", name=re.compile("It did arrive")).press("Enter")
    expect(console_page.get_by_text("The email is marked as sent")).to_be_visible()
    expect(console_page.get_by_role("row", name=uncertain.recipient.full_name)).to_contain_text("Sent")
    assert_accessible(console_page)
