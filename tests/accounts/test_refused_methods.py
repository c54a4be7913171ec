"""What an address does not take, and a button of an old page: each is answered with a page, and a way on (G1)."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.html import assert_valid_html, text_of

from .factories import UserFactory, sign_in

pytestmark = pytest.mark.django_db
STALE = b"That page was out of date"


@pytest.mark.parametrize(
    ("sent_from", "leads_to"),
    [
        ("http://testserver/people/?role=agent", "http://testserver/people/?role=agent"),
        ("http://elsewhere.example/people/", "/"),
        ("https://testserver.elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_a_stale_button_leads_back_to_a_page_that_can_be_opened(sent_from: str, leads_to: str) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), UserFactory())
    stale = client.post(reverse("sign-out"), headers={"referer": sent_from})
    assert STALE in stale.content
    [link] = [each for each in assert_valid_html(stale).find(".//main").iter("a")]
    assert link.get("href") == leads_to
    assert client.get(reverse("sign-out")).status_code == 405


@pytest.mark.req("G1")
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("address", ["account", "sign-out", "sign-in"])
def test_what_an_address_does_not_take_is_answered_with_a_page(method: str, address: str) -> None:
    for strict in (True, False):
        client = sign_in(Client(enforce_csrf_checks=strict), UserFactory())
        refused = getattr(client, method)(reverse(address))
        assert refused.status_code == 405
        assert "POST" in refused["Allow"] or "GET" in refused["Allow"]
        assert "Go to your start page" in text_of(assert_valid_html(refused))
        assert "no-store" in refused["Cache-Control"]


def test_a_button_opened_as_a_page_is_no_blank_sheet(client: Client) -> None:
    sign_in(client, UserFactory())
    opened = client.get(reverse("sign-out"))
    assert (opened.status_code, opened["Allow"]) == (405, "POST")
    assert "There is no page here to open" in text_of(assert_valid_html(opened))


def test_what_no_form_of_ours_sends_is_not_told_that_a_page_was_old() -> None:
    client = sign_in(Client(enforce_csrf_checks=True), UserFactory())
    refused = client.post(reverse("change-password"), "{}", content_type="application/json")
    assert refused.status_code == 405
    assert STALE not in refused.content
