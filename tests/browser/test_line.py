"""An outage in the browser as BMT, an agent and a SPoC see it, from its declaration to its end; and figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.rules import Role
from calls.rules import Outcome
from core import clock
from programmes.types import Programme
from tests.accounts.factories import UserFactory, signed_in
from tests.browser.axe import assert_accessible, look
from tests.browser.conftest import watched
from tests.calls.past import past_call
from tests.providers.factories import ContractFactory, SpocFactory

PROBLEM = "The telephone exchange is out of order."


@contextmanager
def at_another_desk(browser: Browser, live_server: LiveServer, user: User) -> Iterator[Page]:
    """A second person, with a browser of their own."""
    context = browser.new_context(base_url=live_server.url)
    watching = watched(context.new_page())
    page = next(watching)
    signed_in(page, live_server, user)
    yield page
    next(watching, None)
    context.close()


@pytest.mark.req("L5", "L6")
@pytest.mark.django_db(transaction=True)
def test_an_outage_from_its_declaration_to_its_end(
    console_page: Page, live_server: LiveServer, browser: Browser
) -> None:
    agent = UserFactory()
    prime = ContractFactory(programme=Programme.MANDATORY_WORK_ACTIVITY).prime  # L6 is this programme's rule
    spoc = SpocFactory(prime=prime, user=UserFactory(role=Role.SPOC)).user
    signed_in(console_page, live_server, UserFactory(role=Role.BMT, full_name="Bea Morris"))
    console_page.get_by_role("link", name="The line").click()
    console_page.get_by_role("link", name="Outages").click()
    console_page.get_by_role("button", name="Declare an outage").click()
    console_page.get_by_role("button", name="Declare the outage").click()
    expect(console_page.get_by_text("There is a problem")).to_be_visible()
    look(console_page, "outage-declare-errors")
    console_page.get_by_label("What is the problem?").fill(PROBLEM)
    tomorrow = clock.today() + timedelta(days=1)
    for part in ("Day", "Month", "Year"):
        console_page.get_by_label(part, exact=True).fill(str(getattr(tomorrow, part.lower())))
    console_page.get_by_label("Time by which").fill("2.30pm")
    console_page.get_by_role("button", name="Declare the outage").click()
    expect(console_page.get_by_text("The only single point of contact is told by email.")).to_be_visible()
    expect(console_page.get_by_text("Not sent yet to 1.")).to_be_visible()
    look(console_page, "outage-declared")
    with (
        at_another_desk(browser, live_server, agent) as agents,
        at_another_desk(browser, live_server, spoc) as spocs,
    ):
        for page, name in ((agents, "agent"), (spocs, "spoc")):
            expect(page.get_by_role("region", name="Outage").get_by_text(PROBLEM)).to_be_visible()
            look(page, f"outage-{name}")
        expect(spocs.get_by_role("region", name="Outage")).to_contain_text("within two consecutive days")
        console_page.get_by_role("button", name="End the outage").click()
        console_page.get_by_label("What was done?").fill("The exchange was replaced.")
        look(console_page, "outage-end")
        console_page.get_by_role("button", name="End the outage").press("Enter")
        expect(console_page.get_by_text("The outage is over.")).to_be_visible()
        look(console_page, "outage-ended")
        for page in (agents, spocs):
            page.reload()
            expect(page.get_by_text(PROBLEM)).to_have_count(0)


@pytest.mark.req("G3", "L3")
@pytest.mark.django_db(transaction=True)
def test_figures_are_seen_and_taken_away(console_page: Page, live_server: LiveServer) -> None:
    agent, prime, noon = UserFactory(), ContractFactory().prime, clock.now().replace(hour=12, minute=0)
    for number in range(60):
        opened_at = noon - timedelta(days=number % 7, hours=number % 5)
        past_call(
            ref=f"BCD{number:05}", holder=agent, programme=("wp", "mwa")[number % 2], opened_at=opened_at, prime=prime,
            outcome=list(Outcome)[number % len(Outcome)], ended_at=opened_at,
        )  # fmt: skip
    signed_in(console_page, live_server, UserFactory(role=Role.TEAM_LEADER))
    console_page.get_by_role("link", name="Figures").click()
    expect(console_page.get_by_role("img", name="Calls by hour")).to_be_visible()
    look(console_page, "figures")
    with console_page.expect_download() as taken:
        console_page.get_by_role("link", name="By programme and prime provider as CSV").click()
    assert prime.name in taken.value.path().read_text("utf-8-sig")
    console_page.get_by_text("Another period, programme or prime provider").click()
    console_page.get_by_role("group", name="Last day").get_by_label("Year").fill("2020")
    console_page.get_by_role("button", name="Show the figures").click()
    expect(console_page.get_by_text("There is a problem")).to_be_visible()
    assert_accessible(console_page)
    console_page.set_viewport_size({"width": 400, "height": 800})
    console_page.goto("/figures/")
    assert console_page.evaluate("document.documentElement.scrollWidth") <= 400
    look(console_page, "figures-narrow")
