"""The pages of people in a real Chromium: by keyboard, without script errors, nothing that axe objects to (G1)."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts import totp
from accounts.models import TotpDevice, User
from accounts.rules import Role
from tests.accounts.factories import PASSWORD, UserFactory, sign_in_steps, signed_in

from .axe import look

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("G1")]


def test_first_sign_in_by_keyboard_from_password_to_recovery_codes(console_page: Page) -> None:
    page, user = console_page, UserFactory(enrolled=False)
    page.goto("/account/")
    look(page, "accounts sign in")
    page.keyboard.type(user.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/set-up/")
    page.get_by_text("I cannot scan it").click()
    look(page, "accounts enrol")
    page.get_by_label("Six-digit code").fill(totp.current_code(TotpDevice.objects.get().secret()))
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery-codes/")
    look(page, "accounts recovery codes before")
    page.get_by_role("button", name="Show my recovery codes").click()
    page.get_by_role("heading", name="Keep your recovery codes").wait_for()
    look(page, "accounts recovery codes once")
    page.get_by_role("button", name="I have kept these").click()
    page.wait_for_url("**/account/")
    look(page, "accounts account")
    page.goto("/account/password/")
    page.get_by_role("button", name="Change password").click()
    look(page, "accounts change password")
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    page.go_back()
    assert "Your account" not in page.title()


def test_a_wrong_code_and_a_refused_page(console_page: Page, live_server: LiveServer) -> None:
    page, user = console_page, UserFactory()
    page.goto("/sign-in/")
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    look(page, "accounts sign in wrong")
    sign_in_steps(page, live_server, user)
    page.goto("/people/")
    look(page, "accounts refused")
    User.objects.update(session_token="ended")
    page.goto("/account/")
    look(page, "accounts signed out")
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Six-digit code").fill("12")
    page.get_by_role("button", name="Continue").click()
    look(page, "accounts second factor")
    page.get_by_text("I do not have my phone").click()
    page.get_by_role("link", name="Use a recovery code instead").click()
    look(page, "accounts recovery code")


def test_keeping_people_and_reading_the_record(console_page: Page, live_server: LiveServer) -> None:
    page = console_page
    UserFactory(full_name="Ann Other", role=Role.TEAM_LEADER)
    UserFactory(full_name="Shut Out", is_active=False)
    signed_in(page, live_server, UserFactory(full_name="Morgan Keeper", role=Role.BMT))
    page.goto("/people/add/")
    page.get_by_label("Full name").fill("New Person")
    page.get_by_label("Email address").fill("new.person@example.com")
    page.get_by_label("Agent").check()
    look(page, "accounts add person")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("heading", name="New Person is added").wait_for()
    look(page, "accounts invited")
    page.goto("/people/")
    look(page, "accounts people")
    page.get_by_role("link", name="Ann Other").click()
    look(page, "accounts person")
    page.get_by_role("button", name="Reset second factor").click()
    look(page, "accounts reset")
    page.get_by_role("button", name="Reset second factor").click()
    page.get_by_text("shown once").wait_for()
    page.goto("/audit/")
    page.get_by_text("Show some of it only").click()
    look(page, "accounts record")
    page.get_by_role("link", name="person ").first.click()
    look(page, "accounts record chain")
    page.goto(f"/people/{User.objects.get(full_name='Ann Other').pk}/deactivate/")
    look(page, "accounts deactivate")
