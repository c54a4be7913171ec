"""A SPoC's day by keyboard: what needs it, a change of the security plan told and assessed, a caller who left."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.rules import Role
from providers.models import AuthorisedCaller, SecurityPlan
from providers.selectors import plan_accepted
from tests.accesscodes.factories import AccessCodeFactory
from tests.accounts.factories import UserFactory, signed_in
from tests.browser.keyboard import Keyboard
from tests.browser.month import look
from tests.providers.factories import EligibleCaller, SpocFactory, eligible_caller


@pytest.mark.req("E3", "E4", "L3", "L6", "R4")
@pytest.mark.django_db(transaction=True)
def test_a_spocs_day(console_page: Page, live_server: LiveServer) -> None:
    keyboard, on = Keyboard(console_page), eligible_caller()
    AccessCodeFactory(prime=on.prime)
    spoc = SpocFactory(prime=on.prime, user=UserFactory(role=Role.SPOC, full_name="Sam Okafor"))
    keyboard.sign_in(spoc.user)
    expect(console_page.get_by_text("Nothing is waiting for you.")).to_be_visible()
    look(console_page, "day-spoc-home")
    a_caller_who_left_is_ended(keyboard, on)
    a_change_is_told(keyboard)
    keyboard.press("Sign out")
    signed_in(console_page, live_server, UserFactory(role=Role.BMT))
    changes_are_asked_for(keyboard)
    keyboard.press("Sign out")
    signed_in(console_page, live_server, spoc.user)
    look(console_page, "day-spoc-home-with-needs")
    keyboard.follow("1 security plan to send")
    expect(console_page.get_by_text("Say who deputises.").first).to_be_visible()
    look(console_page, "day-spoc-plan-changes")


def a_caller_who_left_is_ended(keyboard: Keyboard, on: EligibleCaller) -> None:
    page = keyboard.page
    keyboard.follow("Authorised callers")
    keyboard.follow(on.caller_name)
    look(page, "day-spoc-caller")
    keyboard.press("End this authority")
    look(page, "day-spoc-caller-error")
    keyboard.type("Why may this person not call any more?", "Left for another job")
    keyboard.press("End this authority")
    expect(page.get_by_text("cannot call any more")).to_be_visible()
    keyboard.follow("Show those who have ended")
    expect(page.get_by_role("row", name=on.caller_name)).to_contain_text("Left for another job")
    look(page, "day-spoc-callers-ended")
    assert AuthorisedCaller.objects.get().ended_on


def a_change_is_told(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.follow("Security plan")
    look(page, "day-spoc-plan")
    keyboard.follow("Report a change")
    look(page, "day-spoc-report")
    keyboard.type("What changes, and from when?", "A deputy opens the email too, from Monday.")
    keyboard.choose("No")
    keyboard.press("Send")
    expect(page.get_by_text("It stays in force until the new plan is accepted.")).to_be_visible()
    look(page, "day-spoc-plan-waiting")


def changes_are_asked_for(keyboard: Keyboard) -> None:
    page, plan = keyboard.page, SecurityPlan.objects.first()
    keyboard.follow("1 security plan to assess")
    look(page, "day-bmt-plans")
    keyboard.follow(plan.prime.name)
    look(page, "day-bmt-plan")
    keyboard.choose_starting("Ask for changes")
    keyboard.type("Reasons", "Say who deputises.")
    keyboard.press("Record the decision")
    expect(page.get_by_text("Recorded: changes asked for.")).to_be_visible()
    look(page, "day-bmt-plan-assessed")
    assert plan_accepted(plan.prime_id, today=plan.received_on)
