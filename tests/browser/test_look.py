"""The look in a real browser: accessible, by keyboard alone, without scripts, and within the security policy."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import look, picture

pytestmark = [pytest.mark.urls("tests.core.forms.urls"), pytest.mark.django_db(transaction=True)]
NARROW = {"width": 320, "height": 640}


@pytest.mark.parametrize("path", ["/", "/form/", "/parts/"])
def test_every_component_is_accessible_wide_and_narrow(console_page: Page, path: str) -> None:
    console_page.goto(path)
    look(console_page, f"look {path} 1280")
    console_page.set_viewport_size(NARROW)
    look(console_page, f"look {path} 320")
    width = console_page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW["width"], "the page is wider than a narrow screen"


def test_errors_are_accessible_and_take_the_focus(console_page: Page) -> None:
    console_page.goto("/form/")
    console_page.get_by_label("Day").fill("31")
    console_page.get_by_label("Month").fill("Feb")
    console_page.get_by_label("Year").fill("2026")
    console_page.get_by_role("button", name="Continue").click()
    look(console_page, "look form errors")
    expect(console_page).to_have_title("Error: Every kind of field \u2013 Provider Direct")
    expect(console_page.locator(".govuk-error-summary")).to_be_focused()
    expect(console_page.get_by_label("Month")).to_have_value("Feb")


def test_each_link_of_the_error_summary_goes_to_an_input(console_page: Page) -> None:
    console_page.goto("/form/")
    console_page.get_by_role("button", name="Continue").click()
    links = console_page.locator(".govuk-error-summary a")
    assert links.count() == 14
    for link in links.all():
        link.click()
        focused = console_page.evaluate("document.activeElement.tagName")
        assert focused in {"INPUT", "SELECT", "TEXTAREA"}, link.inner_text()


def test_first_input_has_the_focus(console_page: Page) -> None:
    console_page.goto("/form/")
    expect(console_page.get_by_label("National Insurance number")).to_be_focused()


def test_nothing_out_of_sight_has_the_focus(console_page: Page) -> None:
    """Or the space bar, which moves a page, would give an answer that nobody sees."""
    console_page.set_viewport_size({"width": 640, "height": 240})
    console_page.goto("/form/")
    expect(console_page.locator("h1")).to_be_focused()
    console_page.keyboard.press("Space")
    console_page.wait_for_function("window.scrollY > 0")
    console_page.keyboard.press("Tab")
    expect(console_page.get_by_label("National Insurance number")).to_be_focused()


def test_a_suggestion_fills_in_the_text_by_keyboard_alone(console_page: Page) -> None:
    console_page.goto("/form/")
    company = console_page.get_by_label("Company")
    company.press_sequentially("nort")
    offered = console_page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(offered).to_have_count(2)
    expect(offered.nth(1)).to_have_text("Northgate <b>Works</b>")
    look(console_page, "look suggestions")
    company.press("ArrowDown")
    console_page.keyboard.press("Enter")
    expect(company).to_have_value("Northern Skills")


def test_enter_sends_what_is_typed_while_suggestions_are_open(console_page: Page) -> None:
    console_page.goto("/form/")
    company = console_page.get_by_label("Company")
    company.press_sequentially("nort")
    expect(console_page.get_by_role("listbox", name="Suggestions").get_by_role("option")).to_have_count(2)
    with console_page.expect_navigation():
        company.press("Enter")
    expect(console_page.get_by_label("Company")).to_have_value("nort")


def test_text_that_no_suggestion_matches_is_sent_as_typed(console_page: Page) -> None:
    console_page.goto("/form/")
    console_page.get_by_label("Company").press_sequentially("Quite unheard of")
    console_page.get_by_role("button", name="Continue").click()
    expect(console_page.get_by_label("Company")).to_have_value("Quite unheard of")


def test_an_answer_reveals_its_field(console_page: Page) -> None:
    console_page.goto("/form/")
    expect(console_page.get_by_label("Which route?")).to_be_hidden()
    console_page.get_by_label("Another").check()
    expect(console_page.get_by_label("Which route?")).to_be_visible()


def test_two_clicks_send_one_form(console_page: Page) -> None:
    sent: list[str] = []
    console_page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    console_page.goto("/form/")
    with console_page.expect_navigation():
        console_page.get_by_role("button", name="Continue").dblclick()
    assert len(sent) == 1


@pytest.mark.req("E1")
def test_everything_works_without_scripts(scriptless_page: Page) -> None:
    scriptless_page.goto("/form/")
    expect(scriptless_page.get_by_label("Which route?")).to_be_visible()
    scriptless_page.get_by_label("Company").fill("Northern")
    scriptless_page.get_by_role("button", name="Continue").click()
    expect(scriptless_page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(scriptless_page.get_by_label("Company")).to_have_value("Northern")


def test_the_key_facts_stay_in_view(console_page: Page) -> None:
    console_page.goto("/parts/")
    console_page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(console_page.get_by_role("region", name="Key facts of the call")).to_be_in_viewport()


def test_a_table_that_goes_on_beyond_the_edge_shows_it(console_page: Page) -> None:
    console_page.goto("/parts/")
    edges = console_page.locator(".table-scroll").evaluate("region => getComputedStyle(region).backgroundImage")
    assert edges.count("linear-gradient") == 4


@pytest.mark.req("R4")
def test_paper_carries_the_content_alone(console_page: Page) -> None:
    console_page.goto("/parts/")
    console_page.emulate_media(media="print")
    picture(console_page, "look print")
    expect(console_page.get_by_role("heading", name="Access code")).to_be_visible()
    for clutter in (".govuk-service-navigation", ".govuk-back-link", ".govuk-button", ".key-facts", ".govuk-footer"):
        expect(console_page.locator(clutter).first).to_be_hidden()


@pytest.mark.parametrize("path", ["/nowhere/", "/boom/"])
def test_error_pages_are_accessible(page: Page, path: str) -> None:
    page.goto(path)
    look(page, f"look error {path}")
