"""BMT makes a missing code with the keyboard, and no page shows it."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accesscodes import sealing
from accesscodes.models import AccessCode
from accounts.rules import Role
from tests.accesscodes.factories import AccessCodeFactory
from tests.accounts.factories import UserFactory, signed_in
from tests.browser.axe import assert_accessible, look
from tests.providers.factories import ProviderFactory


@pytest.mark.req("A5", "A6")
@pytest.mark.django_db(transaction=True)
def test_bmt_makes_a_missing_code(console_page: Page, live_server: LiveServer) -> None:
    AccessCodeFactory(prime__name="Harbour Futures")
    ProviderFactory(prime=True, name="Meridian Skills")
    signed_in(console_page, live_server, UserFactory(role=Role.BMT))
    console_page.goto("/access-codes/")
    assert_accessible(console_page)
    console_page.get_by_role("button", name=re.compile("code for Meridian Skills")).press("Enter")
    expect(console_page.get_by_text("The access code is made, encrypted and in force")).to_be_visible()
    expect(console_page.get_by_role("row", name="Meridian Skills")).to_contain_text("Current")
    look(console_page, "access-codes")
    shown = console_page.content()
    assert not any(sealing.unseal(code) in shown for code in AccessCode.objects.all())
