"""No name or email address of a person that is searched for stands in the address of a page (design: in no URL)."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.rules import Role
from core.searching import MOST
from tests.accounts.factories import UserFactory, sign_in
from tests.providers.factories import AuthorisedCallerFactory, SpocFactory

pytestmark = [pytest.mark.req("G1")]
NAME = "Xanthippe"
BY_GET = {
    "calls/_period.html": "days",
    "figures/_choose.html": "days and programmes",
    "incidents/whose.html": "a prime provider's number",
    "notices/outbox.html": "states and kinds of emails",
    "providers/list.html": "names of organisations",
    "accounts/record.html": "days, kinds, a person's number, a call's reference",
}
"""The forms that are sent in an address, and what that then holds."""


@pytest.fixture
def bmt() -> Client:
    return sign_in(Client(), UserFactory(role=Role.BMT))


@pytest.fixture
def spocs() -> Client:
    spoc = SpocFactory(user=UserFactory(role=Role.SPOC))
    for number in range(60):
        AuthorisedCallerFactory(prime=spoc.prime, full_name=f"{NAME} {chr(97 + number % 26)}{chr(97 + number // 26)}b")
    AuthorisedCallerFactory(prime=spoc.prime, full_name="Somebody Else")
    return sign_in(Client(), spoc.user)


@pytest.mark.django_db
def test_people_are_found_and_paged_with_no_name_in_the_address(bmt: Client) -> None:
    for number in range(60):
        UserFactory(full_name=f"{NAME} {number}", enrolled=False)
    found = bmt.post("/people/", {"text": f" {NAME} ", "role": "agent", "active": "yes"})
    assert NAME not in found["Location"]
    shown = bmt.get(found["Location"])
    assert b"60 people" in shown.content
    assert f'value="{NAME}"' in shown.content.decode(), "what was typed stays in the box"
    for address in re.findall(r'href="([^"]*)"', shown.content.decode()):
        assert NAME not in address
    [following] = re.findall(r'rel="next" href="([^"]*)"', shown.content.decode())
    second = bmt.get(f"/people/{following.replace('&amp;', '&')}").content.decode()
    assert "60 people" in second
    assert second.count(f"{NAME} ") == 10


@pytest.mark.django_db
def test_callers_are_found_with_no_name_in_the_address(spocs: Client) -> None:
    mine = reverse("callers-mine")
    found = spocs.post(mine, {"q": NAME, "company": "", "show": ""})
    assert NAME not in found["Location"]
    shown = spocs.get(found["Location"]).content.decode()
    assert "Somebody Else" not in shown
    assert f'value="{NAME}"' in shown
    ended = spocs.post(mine, {"q": NAME, "show": "ended"})["Location"]
    assert "show=ended" in ended
    assert "Nobody is found" in spocs.get(ended).content.decode()


@pytest.mark.django_db
def test_a_search_is_its_own_windows_and_is_gone_with_the_session(bmt: Client) -> None:
    UserFactory(full_name=NAME)
    UserFactory(full_name="Quill")
    first, second = (bmt.post("/people/", {"text": name})["Location"] for name in (NAME, "quill"))
    assert b"Quill" not in bmt.get(first).content
    assert NAME.encode() not in bmt.get(second).content
    for _ in range(MOST):
        bmt.post("/people/", {"text": "somebody"})
    assert len(bmt.session["sought"]) == MOST
    assert NAME not in str(dict(bmt.session.items()))
    for number in ("", "0", "x", "9" * 30):
        assert bmt.get("/people/", {"search": number}).status_code == 200
    bmt.post("/sign-out/")
    assert "sought" not in bmt.session


@pytest.mark.django_db
def test_a_name_put_into_an_address_finds_nobody(bmt: Client) -> None:
    UserFactory(full_name=NAME)
    UserFactory(full_name="Quill")
    assert b"Quill" in bmt.get(f"/people/?text={NAME}").content


@pytest.mark.django_db
def test_what_cannot_be_searched_for_is_said_beside_the_box(bmt: Client) -> None:
    refused = bmt.post("/people/", {"text": "x" * 101})
    assert refused.status_code == 200
    assert b"There is a problem" in refused.content


def test_every_other_form_sent_in_an_address_names_no_person() -> None:
    [templates] = [Path(folder) for each in settings.TEMPLATES for folder in each["DIRS"]]
    by_get = {
        path.relative_to(templates).as_posix()
        for path in templates.rglob("*.html")
        if 'method="get"' in path.read_text(encoding="utf-8")
    }
    assert by_get == set(BY_GET)
