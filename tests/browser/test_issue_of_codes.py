"""BMT's and a SPoC's month of codes in a browser: issue, acknowledge, ring, send again, change (A8 to A10, A12, B3)."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accesscodes import sealing, services
from accesscodes.models import AccessCode, Copy
from accesscodes.rules.calendar import issue_covering
from accounts.rules import Role
from core import clock
from tests.accesscodes.post import deliver
from tests.accounts.factories import UserFactory, sign_in_steps
from tests.browser.axe import assert_accessible, picture
from tests.notices.post_office import open_post_office
from tests.providers.factories import ContractFactory, ProviderFactory, SpocFactory


def look(page: Page, name: str) -> None:
    """As axe sees it, as a person sees it, and without a secret in it."""
    assert_accessible(page)
    picture(page, name)
    shown = page.content()
    for copy in Copy.objects.select_related("code"):
        assert sealing.unseal(copy.code) not in shown
        assert sealing.unseal_unlock_code(copy) not in shown


def issue() -> None:
    now = clock.now()
    services.issue_codes(issued_on=issue_covering(now).issued_on, at=now, actor=None)
    with open_post_office():
        deliver()


@pytest.mark.req("A6", "A8", "A9", "A10", "A12", "B3")
@pytest.mark.django_db(transaction=True)
def test_bmts_month(console_page: Page, live_server: LiveServer) -> None:
    for number, name in enumerate(("Harbour Futures", "Meridian Skills", "Northern Steps")):
        prime = ProviderFactory(prime=True, name=name)
        ContractFactory(prime=prime)
        if number < 2:
            SpocFactory(prime=prime, user=UserFactory(role=Role.SPOC, full_name=("Sam Okafor", "Ana Ruiz")[number]))
    issue()
    sign_in_steps(console_page, live_server, UserFactory(role=Role.BMT))
    console_page.goto("/access-codes/")
    console_page.get_by_role("link", name="What runs when").click()
    expect(console_page.get_by_role("heading", name="What runs when")).to_be_visible()
    look(console_page, "codes-calendar")
    console_page.get_by_role("link", name="How far it has come").first.click()
    expect(console_page.get_by_role("heading", name="Whom to ring")).to_be_visible()
    look(console_page, "codes-progress")
    console_page.get_by_role("link", name=re.compile("Record an acknowledgement by Sam Okafor")).click()
    look(console_page, "codes-acknowledge")
    console_page.get_by_role("button", name="Record the acknowledgement").click()
    expect(console_page.get_by_text("The unlock code is on its way to Sam Okafor")).to_be_visible()
    console_page.get_by_role("button", name=re.compile("Send the code again to Sam Okafor")).click()
    expect(console_page.get_by_text("A new document is on its way")).to_be_visible()
    look(console_page, "codes-prime")
    console_page.get_by_role("button", name="Change the code now").click()
    console_page.get_by_role("button", name="Change the code").click()
    expect(console_page.get_by_text("There is a problem")).to_be_visible()
    look(console_page, "codes-change-errors")
    console_page.get_by_label("Now").check()
    console_page.get_by_label("Why is it changed?").fill("Read out on a train.")
    console_page.get_by_role("button", name="Change the code").click()
    expect(console_page.get_by_text("The code is being changed")).to_be_visible()
    expect(console_page.get_by_text("Read out on a train.")).to_be_visible()
    look(console_page, "codes-changed")


@pytest.mark.req("A5", "A8")
@pytest.mark.django_db(transaction=True)
def test_a_spocs_month(console_page: Page, live_server: LiveServer) -> None:
    spoc = SpocFactory(prime=ContractFactory().prime, user=UserFactory(role=Role.SPOC))
    issue()
    sign_in_steps(console_page, live_server, spoc.user)
    console_page.get_by_role("link", name="Access code", exact=True).click()
    look(console_page, "codes-mine")
    console_page.get_by_role("button", name=re.compile("I have the document")).press("Enter")
    expect(console_page.get_by_text("The unlock code is on its way to you")).to_be_visible()
    look(console_page, "codes-mine-acknowledged")
    assert AccessCode.objects.get().copies.get().acknowledged_how == "on the portal"
