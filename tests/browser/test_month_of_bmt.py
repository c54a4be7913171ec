"""BMT's month of codes by keyboard: the calendar, the issue, its progress, whom to ring, and what goes wrong."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accesscodes import sealing, services
from accesscodes.models import AccessCode, Copy
from accesscodes.rules.copies import How
from accounts.rules import Role
from core import clock
from providers.models import Spoc
from tests.accesscodes.post import deliver, told
from tests.accounts.factories import UserFactory, signed_in
from tests.browser.keyboard import Keyboard
from tests.browser.month import FRIDAY, MONDAY, TEN, THURSDAY, WEDNESDAY, Month, look, month_of_codes
from tests.notices.post_office import DROP
from tests.providers.factories import ContractFactory, ProviderFactory, SpocWithPlanFactory


def people() -> tuple[Spoc, Spoc]:
    """Two primes with a SPoC each, and one that has none."""
    primes = [ProviderFactory(prime=True, name=name) for name in ("Harbour Futures", "Meridian Skills", "Northern")]
    for prime in primes:
        ContractFactory(prime=prime)
    names = ("Sam Okafor", "Ana Ruiz")
    sam, ana = (
        SpocWithPlanFactory(prime=prime, user=UserFactory(role=Role.SPOC, full_name=name))
        for prime, name in zip(primes, names, strict=False)
    )
    return sam, ana


@pytest.mark.req("A6", "A7", "A8", "A9", "A10", "A12", "B3")
@pytest.mark.django_db(transaction=True)
def test_bmts_month(console_page: Page, live_server: LiveServer) -> None:
    keyboard, bmt = Keyboard(console_page), UserFactory(role=Role.BMT)
    sam, ana = people()
    with month_of_codes() as month:
        month.begin(sam, ana)
        issue_runs(keyboard, month, bmt)
        the_days_between(month, ana)
        month.on(MONDAY)
        month.work()
        signed_in(console_page, live_server, bmt)
        an_uncertain_email_is_decided(keyboard)
        whoever_is_silent_is_rung(keyboard, month, sam)
        the_code_is_sent_again_and_changed(keyboard, month, sam)


def issue_runs(keyboard: Keyboard, month: Month, bmt: object) -> None:
    page = keyboard.page
    month.on(WEDNESDAY)
    keyboard.sign_in(bmt)
    keyboard.follow("Access codes")
    keyboard.follow("What runs when")
    expect(page.get_by_role("heading", name="What runs when")).to_be_visible()
    look(page, "month-bmt-calendar")
    keyboard.press_about("Run this issue now", f"{month.issue.issued_on:%-d %B %Y}")
    expect(page.get_by_role("row", name="Prime providers with their code made")).to_contain_text("0 of 3")
    month.work()
    keyboard.follow("Look again")
    expect(page.get_by_role("row", name="Prime providers with their code made")).to_contain_text("3 of 3")
    expect(page.get_by_role("row", name="Sam Okafor")).to_be_visible()
    expect(page.get_by_text("No SPoC to send to")).to_be_visible()
    look(page, "month-bmt-progress")
    assert len(told(month.office)) == 2


def the_days_between(month: Month, ana: Spoc) -> None:
    """Ana acknowledges; Sam is reminded twice, and the line is lost while the second of them is handed over."""
    month.on(THURSDAY, TEN)
    copy = Copy.objects.filter(spoc=ana).latest("pk")
    services.acknowledge(copy_id=copy.pk, how=How.PORTAL, at=clock.now(), actor=ana.user)
    month.work()
    month.on(FRIDAY, TEN)
    month.office.replies["DATA"] = DROP
    month.work()
    month.office.replies.clear()


def an_uncertain_email_is_decided(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.follow("email needs a decision")
    look(page, "month-bmt-outbox")
    keyboard.press_about("It did arrive")
    expect(page.get_by_text("The email is marked as sent")).to_be_visible()


def whoever_is_silent_is_rung(keyboard: Keyboard, month: Month, sam: Spoc) -> None:
    page = keyboard.page
    keyboard.follow("Home")
    keyboard.follow("1 SPoC has not acknowledged the code in force")
    expect(page.get_by_role("heading", name="Whom to ring")).to_be_visible()
    expect(page.get_by_role("row", name="Ana Ruiz")).to_have_count(0)
    look(page, "month-bmt-whom-to-ring")
    keyboard.follow("Record an acknowledgement by Sam Okafor")
    look(page, "month-bmt-acknowledge")
    keyboard.press("Record the acknowledgement")
    expect(page.get_by_text("The unlock code is on its way to Sam Okafor")).to_be_visible()
    deliver()
    code = AccessCode.objects.get(prime=sam.prime, in_force_from=month.issue.in_force_from)
    assert month.code_read_by(sam) == sealing.unseal(code)


def the_code_is_sent_again_and_changed(keyboard: Keyboard, month: Month, sam: Spoc) -> None:
    page, before = keyboard.page, len(month.letters_to(sam))
    keyboard.press_about("Send the code again", "to Sam Okafor")
    expect(page.get_by_text("A new document is on its way")).to_be_visible()
    look(page, "month-bmt-prime")
    keyboard.follow("Change the code now")
    keyboard.press("Change the code")
    expect(page.get_by_text("There is a problem")).to_be_visible()
    look(page, "month-bmt-change-errors")
    keyboard.choose("Now")
    keyboard.tick("If now: I understand that no caller can use the present code from this moment on")
    keyboard.type(re.compile("Why is it changed"), "Read out on a train.")
    keyboard.press("Change the code")
    expect(page.get_by_text("The code is being changed")).to_be_visible()
    expect(page.get_by_text("Read out on a train.")).to_be_visible()
    look(page, "month-bmt-changed")
    deliver()
    subjects = [str(letter.email["Subject"]) for letter in month.letters_to(sam)[before:]]
    assert [("is being changed" in subject, "document" in subject) for subject in subjects] == [
        (True, False), (False, True),
    ], subjects  # fmt: skip
