"""The approved list and the line as the business management team keeps them, in a real browser."""

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.rules import Role
from core import clock
from providers import demonstration
from providers.models import Provider
from tests.accounts.factories import UserFactory, signed_in
from tests.browser.axe import look

pytestmark = pytest.mark.django_db(transaction=True)
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}


@pytest.fixture
def keeper() -> User:
    with override_settings(DEMONSTRATION=True):
        demonstration.load(clock.today())
    return UserFactory(role=Role.BMT, full_name="Bea Marsh")


def looked_at(page: Page, name: str) -> None:
    """Accessible, and no wider than its screen, wide and narrow."""
    look(page, f"{name} 1280")
    page.set_viewport_size(NARROW)
    look(page, f"{name} 320")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], "wider than a narrow screen"
    page.set_viewport_size(WIDE)


@pytest.mark.req("E1")
def test_every_page_of_the_list_and_the_line_is_accessible(console_page: Page, live_server, keeper: User) -> None:
    prime = Provider.objects.get(name="Northfield Employment Services").pk
    signed_in(console_page, live_server, keeper)
    paths = {
        "list": "/providers/",
        "list found": "/providers/?q=northfeild",
        "prime": f"/providers/{prime}/",
        "subcontractor": f"/providers/{Provider.objects.get(name='Bramley Road Training').pk}/",
        "no access": f"/providers/{Provider.objects.get(name='Larkhill Training').pk}/",
        "withdrawn": f"/providers/{Provider.objects.get(name='Meridian Futures').pk}/",
        "add": "/providers/add/",
        "change": f"/providers/{prime}/change/",
        "callers": f"/providers/{prime}/authorised-callers/",
        "add caller": f"/providers/{prime}/authorised-callers/add/",
        "add plan": f"/providers/{prime}/security-plans/add/",
        "line": "/line/",
        "close": "/line/closures/add/",
    }
    for name, path in paths.items():
        console_page.goto(path)
        looked_at(console_page, f"approved list {name}")


@pytest.mark.req("E3")
def test_a_caller_is_added_and_ended(console_page: Page, live_server, keeper: User) -> None:
    signed_in(console_page, live_server, keeper)
    console_page.goto("/providers/")
    console_page.get_by_label("Find an organisation").fill("harbuor")
    console_page.get_by_role("button", name="Find").click()
    console_page.get_by_role("link", name="Harbour Works").click()
    console_page.get_by_role("link", name="Add an authorised caller").click()
    console_page.get_by_role("button", name="Save").click()
    expect(console_page.locator(".govuk-error-summary")).to_be_focused()
    look(console_page, "approved list errors")
    console_page.get_by_label("Full name").fill("Marcus Bright")
    company = console_page.get_by_label("Organisation that they work for")
    company.press_sequentially("tidwell")
    console_page.get_by_role("option", name="Tidewell Learning").click()
    for part, value in zip(("Day", "Month", "Year"), ("1", "4", "2026"), strict=True):
        console_page.get_by_label(part, exact=True).fill(value)
    console_page.get_by_role("button", name="Save").click()
    expect(console_page.get_by_text("The authorised caller is recorded")).to_be_visible()
    console_page.get_by_role("link", name="Change authorised caller Marcus Bright").click()
    today = clock.today()
    ends = console_page.get_by_role("group", name="Day on which it ends")
    for part, value in zip(("Day", "Month", "Year"), (today.day, today.month, today.year), strict=True):
        ends.get_by_label(part, exact=True).fill(str(value))
    console_page.get_by_label("Why is this changed?").fill("Left for a new job")
    console_page.get_by_role("button", name="Save").click()
    expect(console_page.get_by_text("The authorised caller is saved")).to_be_visible()
    expect(console_page.get_by_role("link", name="Change authorised caller Marcus Bright")).to_have_count(0)
