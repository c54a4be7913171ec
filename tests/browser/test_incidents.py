"""Annex B in a browser, by keyboard: a SPoC reports, BMT assesses and changes the code (B1 to B4)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.rules import Role
from core import clock
from incidents.models import Decision, Incident
from providers.models import Spoc
from tests.accesscodes.factories import AccessCodeFactory
from tests.accounts.factories import UserFactory, signed_in
from tests.browser.axe import look
from tests.browser.keyboard import Keyboard
from tests.incidents.factories import incident
from tests.providers.factories import ContractFactory, ProviderFactory, SpocWithPlanFactory, SupplyChainFactory

LAPTOP = "A laptop with the document was stolen."


@pytest.fixture
def spoc() -> Spoc:
    """A SPoC of a prime with a code and a supply chain."""
    prime = ContractFactory(prime=ProviderFactory(prime=True, name="Harbour Futures")).prime
    AccessCodeFactory(prime=prime)
    SupplyChainFactory(prime=prime, subcontractor=ProviderFactory(name="Kestrel Recruitment Ltd"))
    ended = clock.today() - timedelta(days=40)
    SupplyChainFactory(prime=prime, subcontractor=ProviderFactory(name="Wharfside Skills"), ends_on=ended)
    return SpocWithPlanFactory(prime=prime, user=UserFactory(role=Role.SPOC, full_name="Sam Okafor"))


@pytest.mark.req("B1", "B2")
@pytest.mark.django_db(transaction=True)
def test_a_spoc_reports(console_page: Page, live_server: LiveServer, spoc: Spoc) -> None:
    keys, today = Keyboard(console_page), clock.today()
    signed_in(console_page, live_server, spoc.user)
    keys.follow("Incidents")
    keys.follow("Report a potential security incident")
    expect(console_page.get_by_text("If in doubt, send it.")).to_be_visible()
    look(console_page, "incidents-report")
    keys.reach(console_page.get_by_label("Subcontractor organisation", exact=True))
    console_page.keyboard.type("Kestrel")
    keys.date(f"{today.day} {today.month} {today.year}")
    keys.type("Reason for completion", "Jane Doe was dismissed. Ring 0161 496 0123.")
    keys.press("Add another row")
    second = console_page.get_by_role("group", name="Row 2")
    expect(second).to_be_focused()
    second.get_by_label("Day").fill(str(today.day))
    second.get_by_label("Month").fill(str(today.month))
    second.get_by_label("Year").fill(str(today.year))
    second.get_by_label("Reason for completion").fill(LAPTOP)
    second.get_by_label("Subcontractor organisation, if it is not in the list").press("Enter")  # sends; removes no row
    warning = "The reason in row 1 seems to hold the name of a person and a telephone number."
    expect(console_page.get_by_text(warning).first).to_be_visible()
    look(console_page, "incidents-report-warning")
    expect(second.get_by_label("Reason for completion")).to_have_value(LAPTOP)
    console_page.get_by_label("Reason for completion").first.fill("A member of staff was dismissed.")
    keys.press("Send the proforma")
    expect(console_page.get_by_text("Your proforma has been sent")).to_be_visible()
    look(console_page, "incidents-sent")
    assert Incident.objects.get().row_count == 2


@pytest.mark.req("B3", "B4")
@pytest.mark.django_db(transaction=True)
def test_bmt_assesses_and_the_spoc_reads_the_decision(console_page: Page, live_server: LiveServer, spoc: Spoc) -> None:
    keys = Keyboard(console_page)
    incident(prime=spoc.prime, actor=spoc.user)
    signed_in(console_page, live_server, UserFactory(role=Role.BMT, full_name="Morag Bell"))
    keys.follow("1 potential security incident to assess")
    look(console_page, "incidents-list")
    keys.follow("Enter one from the mailbox")
    look(console_page, "incidents-whose")
    console_page.goto(f"/incidents/enter/?prime={spoc.prime_id}&reason=liquidation")
    look(console_page, "incidents-enter")
    console_page.goto("/incidents/")
    keys.follow(f"Incident {Incident.objects.get().pk}")
    keys.follow("Assess it")
    keys.press("Record the decision")
    expect(console_page.get_by_text("There is a problem")).to_be_visible()
    look(console_page, "incidents-assess-errors")
    keys.choose("Change it: the present code stops now")
    keys.tick("If now: I understand that no caller can use the present code from this moment on")
    keys.type("Reasons for the decision", "Dismissed with the code in hand.")
    keys.choose("No")
    keys.press("Record the decision")
    expect(console_page.get_by_text("The decision is recorded")).to_be_visible()
    assert Decision.objects.get().change_code
    keys.follow("Mark as a breach of security")
    look(console_page, "incidents-breach")
    today = clock.today()
    keys.type("Reference of the security incident", "SI 4411")
    keys.date(f"{today.day} {today.month} {today.year}")
    keys.press("Mark as a breach")
    look(console_page, "incidents-decided")
    keys.press("Sign out")
    signed_in(console_page, live_server, spoc.user)
    keys.follow("1 decision in the last week on a potential security incident")
    look(console_page, "incidents-mine")
    keys.follow(f"Incident {Incident.objects.get().pk}")
    expect(console_page.get_by_text(re.compile("access code of your organisation is changed"))).to_be_visible()
    expect(console_page.get_by_text("Dismissed with the code in hand.")).to_be_visible()
    expect(console_page.get_by_text("under the reference SI 4411")).to_be_visible()
