"""The frame of every page, its components, and the pages for what went wrong."""

import re
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from core.context import console
from core.phonetic import spelt
from core.templatetags import govuk
from tests.html import assert_valid_html, text_of

pytestmark = [pytest.mark.urls("tests.core.forms.urls"), pytest.mark.django_db]


@pytest.mark.parametrize("path", ["/", "/form/", "/parts/"])
def test_markup_is_valid(client: Client, path: str) -> None:
    assert_valid_html(client.get(path))


def test_every_table_stands_in_a_named_region_that_the_keyboard_moves_sideways() -> None:
    """One shape for all of them (WCAG 1.4.10, 2.1.1)."""
    region = re.compile(r'<div class="table-scroll" tabindex="0" role="region" aria-label="[^>]+">$')
    for path in (settings.CHECKOUT / "templates").rglob("*.html"):
        lines = [line.strip() for line in path.read_text().splitlines() if line.strip()]
        around = [before for before, line in pairwise(lines) if line.startswith("<table ")]
        assert all(map(region.search, around)), path


def test_errors_are_in_the_title_and_the_summary(client: Client) -> None:
    response = client.post("/form/", {"full_name": "Ann"})
    page = assert_valid_html(response)
    assert re.search("<title>(.*)</title>", response.content.decode())[1].startswith("Error: Every kind of field")
    assert "There is a problem" in text_of(page)
    assert 'value="Ann"' in response.content.decode()


def test_a_page_without_errors_says_nothing_of_them(client: Client) -> None:
    text = client.get("/form/").content.decode()
    assert "Error" not in text
    assert "There is a problem" not in text


def test_errors_about_no_field_stand_in_the_summary() -> None:
    from tests.core.forms.sample import EveryKindForm

    form = EveryKindForm({})
    form.add_error(None, "Nothing agrees")
    assert "<li>Nothing agrees</li>" in govuk.error_summary(form, None)
    assert govuk.error_summary(None) == ""


@pytest.mark.parametrize("status", [("/nowhere/", 404), ("/boom/", 500)])
def test_error_pages_say_what_to_do_and_ask_no_database(client: Client, status: tuple[str, int]) -> None:
    client.raise_request_exception = False
    with CaptureQueriesContext(connection) as queries:
        response = client.get(status[0])
    assert response.status_code == status[1]
    assert "Go to your start page" in text_of(assert_valid_html(response))
    assert "no-store" in response.headers["Cache-Control"]
    assert "on purpose" not in response.content.decode()
    assert not queries.captured_queries


def test_pages_for_the_other_refusals() -> None:
    from providerdirect import error_views

    request = RequestFactory().get("/")
    for view, status in ((error_views.bad_request, 400), (error_views.permission_denied, 403)):
        response = view(request, Exception("secret"))
        assert response.status_code == status
        assert "secret" not in text_of(assert_valid_html(response))


@pytest.mark.req("G1")
def test_nobody_has_navigation_before_the_second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    request = RequestFactory().get("/")
    half = SimpleNamespace(is_authenticated=True, is_verified=lambda: False, role="agent")
    for user in (None, SimpleNamespace(is_authenticated=False), half):
        request.user = user  # type: ignore[assignment]
        assert console(request)["navigation"] == []


def test_the_demonstration_is_named_with_its_clock(client: Client, settings: pytest.FixtureRequest) -> None:
    settings.DEMONSTRATION, settings.CLOCK_AHEAD_SECONDS = True, 3600  # type: ignore[attr-defined]
    assert "clock stands at" in text_of(assert_valid_html(client.get("/form/")))
    settings.DEMONSTRATION, settings.CLOCK_AHEAD_SECONDS = False, 0  # type: ignore[attr-defined]
    assert "made up" not in text_of(assert_valid_html(client.get("/form/")))


def test_names_are_escaped_in_every_tag() -> None:
    bad = "<script>alert(1)</script>"
    rows = [(bad, bad, "/x/", bad)]
    drawn = [
        govuk.button(bad),
        govuk.tag(bad, "red"),
        govuk.summary_list(rows),
        govuk.key_facts([(bad, bad)]),
        govuk.read_out(bad, spell=True),
        govuk.progress_list([{"label": bad, "state": "done"}]),
    ]
    assert all("<script" not in html for html in drawn)


def test_letters_are_spelt_as_on_the_telephone() -> None:
    assert spelt("QQ 1c") == "quebec quebec, one charlie"
    assert spelt("-") == ""
