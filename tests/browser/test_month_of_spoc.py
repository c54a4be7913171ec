"""A SPoC's month by keyboard: the new code by two emails, callers, the statement, and a call that was not theirs."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accesscodes import sealing
from accesscodes.models import AccessCode
from accounts.rules import Role
from calls.rules import Outcome
from core import clock
from incidents.models import Incident
from programmes.types import Programme
from providers.models import AuthorisedCaller, Spoc
from tests.accesscodes.factories import ChallengeFactory
from tests.accesscodes.post import deliver
from tests.accounts.factories import UserFactory, signed_in
from tests.browser.keyboard import Keyboard
from tests.browser.month import MONDAY, TEN, Month, look, month_of_codes
from tests.calls.past import past_call
from tests.providers.factories import EligibleCaller, SpocFactory, eligible_caller


@pytest.mark.req("A5", "A7", "A8", "A13", "E3", "B1")
@pytest.mark.django_db(transaction=True)
def test_a_spocs_month(console_page: Page, live_server: LiveServer) -> None:
    keyboard, on = Keyboard(console_page), eligible_caller()
    spoc = SpocFactory(prime=on.prime, user=UserFactory(role=Role.SPOC, full_name="Sam Okafor"))
    with month_of_codes() as month:
        month.begin(spoc)
        month.on(0)
        month.work()
        keyboard.sign_in(spoc.user)
        look(console_page, "month-spoc-home")
        keyboard.follow("1 access code document to acknowledge")
        the_new_code_comes_by_two_emails(keyboard, month, spoc)
        a_caller_is_added(keyboard, on)
        month.on(MONDAY, TEN)
        calls_of_the_morning(on, spoc)
        signed_in(console_page, live_server, spoc.user)
        the_statement_shows_a_call_that_was_not_theirs(keyboard, on)


def the_new_code_comes_by_two_emails(keyboard: Keyboard, month: Month, spoc: Spoc) -> None:
    page, monday = keyboard.page, f"{month.issue.in_force_from:%-d %B %Y}"
    expect(page.get_by_role("row", name=monday)).to_be_visible()
    look(page, "month-spoc-new-code")
    assert len(month.letters_to(spoc)) == 1, "the document alone"
    keyboard.press_about("I have the document", monday)
    expect(page.get_by_text("The unlock code is on its way to you")).to_be_visible()
    deliver()
    code = AccessCode.objects.get(prime=spoc.prime, in_force_from=month.issue.in_force_from)
    assert month.code_read_by(spoc) == sealing.unseal(code)
    keyboard.follow("Access code")
    expect(page.get_by_text(f"The unlock code was sent to {spoc.user.email}").last).to_be_visible()
    look(page, "month-spoc-acknowledged")


def a_caller_is_added(keyboard: Keyboard, on: EligibleCaller) -> None:
    page = keyboard.page
    keyboard.follow("Authorised callers")
    look(page, "month-spoc-callers")
    keyboard.follow("Add a caller")
    keyboard.type("Full name", "Robin Ashworth")
    keyboard.reach(page.get_by_label("Organisation that they work for"))
    page.keyboard.type(on.company_name)
    keyboard.press("Add")
    expect(page.get_by_text(f"Robin Ashworth of {on.company_name} can call from now on.")).to_be_visible()
    assert AuthorisedCaller.objects.filter(prime=on.prime, full_name="Robin Ashworth").exists()


def calls_of_the_morning(on: EligibleCaller, spoc: Spoc) -> None:
    """Under the new code: a caller who still had the old one, and a call that nobody of theirs made."""
    code = AccessCode.objects.filter(prime=spoc.prime).latest("in_force_from")
    told = {"prime": on.prime, "company": on.company, "caller": on.caller, "programme": Programme.WORK_PROGRAMME,
            "eligible": True, "route": "WP08"}  # fmt: skip
    for number, passed in enumerate((False, True)):
        at = clock.now() - timedelta(minutes=40 - 20 * number)
        challenge = ChallengeFactory(code=code, answered=passed, drawn_at=at)
        outcome = Outcome.COMPLETED if passed else Outcome.ACCESS_CODE_FAILED
        past_call(
            ref=f"MONTH{number:03}", holder=UserFactory(enrolled=False), opened_at=at, challenge=challenge,
            outcome=outcome, ended_at=at + timedelta(minutes=5), **told,
        )  # fmt: skip


def the_statement_shows_a_call_that_was_not_theirs(keyboard: Keyboard, on: EligibleCaller) -> None:
    page, now = keyboard.page, clock.now()
    keyboard.follow("Calls")
    failed = page.get_by_role("region", name="Failed access code checks")
    expect(failed.get_by_role("row", name=on.caller_name)).to_have_count(1)
    expect(page.get_by_role("region", name="Calls", exact=True).get_by_role("row")).to_have_count(3)
    look(page, "month-spoc-statement")
    keyboard.follow("This was not us")
    expect(page.get_by_label("Call reference (optional)")).to_have_value("MONTH001")
    keyboard.date(f"{now.day} {now.month} {now.year}")
    keyboard.type("Reason for completion", "Nobody of ours made this call.")
    look(page, "month-spoc-incident")
    keyboard.press("Send the proforma")
    expect(page.get_by_text("Your proforma has been sent")).to_be_visible()
    look(page, "month-spoc-incidents")
    assert Incident.objects.get().call_ref == "MONTH001"
