"""Nonsense in any field is answered with what to enter, keeps what was typed, and records nothing."""

from html import escape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from accesscodes.forms import ChallengeForm
from calls.forms import OpenCallForm, RecordingForm
from calls.rules import Detail, Then
from calls.steps import (
    caller,
    details,
    failure_date,
    identify,
    offer,
    purpose,
    read_back,
    what_next,
    what_to_check,
)
from circumstances.selectors import ContactDetails
from programmes.policy import POLICIES
from programmes.types import QuestionKind
from security.forms import MarkForm, answer_form
from tests.calls.desk import Desk
from tests.calls.rewinding import desk_at
from tests.calls.script import FREE, everything, facts

NASTY = {
    "empty": "", "spaces": "   ", "long": "x" * 10_000, "null": "a\0b", "right to left": "\u202eabc",
    "emoji": "🙈🙉", "full width": "\uff11\uff12\uff13\uff14\uff15", "sql": "'; DROP TABLE calls_call; --",
    "html": "<script>alert(1)</script>",
    "format": "%s %(x)s {0} {x}", "controls": "\x01\x1b[31m\x7f", "surrogate": b"\xed\xa0\x80\xff",
}  # fmt: skip
UNREADABLE = {"empty", "spaces", "long", "null"}  # the rest is an answer, if an odd one, where any words will do
FIELDS = {
    "caller": ["company", "caller_name", "prime"], "purpose": ["purpose"],
    "access-code": ["characters_0", "characters_1", "characters_2"], "identify 1": ["nino", "name"],
    "question 1": ["said"], "mark 1": ["judgement"], "failure-date 1": ["failed_on_day", "failed_on_month",
    "failed_on_year", "told_in_advance"], "what-to-check 1": ["asked"], "offer 1": ["phone"],
    "details 1": ["address", "phone"], "advice 1": ["given"], "next 1": ["then"], "read-back": ["clear"],
}  # fmt: skip
TEXT = {"company", "caller_name", "prime", "nino", "name"}
db = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]


@pytest.fixture
def at(foretell, request) -> Desk:
    foretell(FREE)
    return desk_at(request.param)


def recorded(desk: Desk) -> dict[str, Any]:
    """The facts, without the notes of forms that were refused."""
    return {name: value for name, value in facts(desk).items() if name != "submissions"}


@pytest.mark.django_db
@pytest.mark.usefixtures("open_hours")
@pytest.mark.req("S10", "C1", "E1")
@pytest.mark.parametrize("at", FIELDS, indirect=True)
def test_nonsense_in_every_field(at: Desk, request) -> None:
    name = request.node.callspec.params["at"]
    before, page = recorded(at), at.path
    for what, nasty in NASTY.items():
        if name == "question 1" and what not in UNREADABLE:
            continue
        at.send(**dict.fromkeys(FIELDS[name], nasty))
        assert (at.response.status_code, at.path) == (200, page), what
        assert at.errors, what
        assert all(error and "This field" not in error and "Ensure this value" not in error for error in at.errors), (
            at.errors
        )
        html = at.response.content.decode()
        assert "<script>alert(1)" not in html
        if what in {"html", "sql", "format", "emoji", "right to left"} and set(FIELDS[name]) & TEXT:
            assert escape(nasty) in html, "what was typed is kept"
        assert recorded(at) == before, what


@pytest.mark.django_db
@pytest.mark.usefixtures("open_hours")
@pytest.mark.req("S10", "C1", "E1")
@pytest.mark.parametrize("at", FIELDS, indirect=True)
def test_missing_repeated_and_uploaded_fields(at: Desk, request) -> None:
    name = request.node.callspec.params["at"]
    before, page = recorded(at), at.path
    odd: list[dict[str, Any]] = [
        {},
        {field: SimpleUploadedFile("x.txt", b"x") for field in FIELDS[name]},
        {f"{field}[]": ["a", "b"] for field in FIELDS[name]},
        {field: ["", "\0"] for field in FIELDS[name]},
    ]
    for typed in odd:
        at.send(**typed)
        assert (at.response.status_code, at.path) == (200, page)
        assert at.errors
        assert recorded(at) == before
    for body in (b"{}", b"[", b"\xff\xfe"):
        response = at.client.post(page, body, content_type="application/json")
        assert (response.status_code, response["Location"]) == (302, page)
    assert at.client.put(page).status_code == 405
    assert recorded(at) == before


@pytest.mark.django_db
@pytest.mark.usefixtures("open_hours")
@pytest.mark.req("P1", "L4")
@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_nonsense_when_opening_a_call(nasty: Any) -> None:
    desk = Desk()
    desk.get("/calls/open/")
    desk.send(programme=nasty, telephony_reference=nasty)
    assert desk.path == "/calls/open/"
    assert desk.errors
    desk.send(programme="wp", telephony_reference="x" * 61)
    assert "60 characters or fewer" in desk.errors[0]


@pytest.mark.django_db
@pytest.mark.usefixtures("open_hours")
@pytest.mark.req("S10")
@pytest.mark.parametrize(
    "nino", ["AB", "AB12345", "AB1234567C", "BG123456A", "DA123456A", "AB123456E", "AO123456A", "1B123456A", "AB123456"]
)
def test_a_bad_number_is_no_try(nino: str) -> None:
    desk = desk_at("identify 1")
    before = recorded(desk)
    desk.send(nino=nino, name="Robin Ane")
    assert desk.errors
    assert nino in desk.response.content.decode()
    assert "Robin Ane" in desk.response.content.decode()
    assert recorded(desk) == before


@pytest.mark.django_db
@pytest.mark.usefixtures("open_hours")
@pytest.mark.req("R5")
@pytest.mark.parametrize("ref", ["NOSUCH", "x" * 4000, "%00", "a%00b", "%F0%9F%99%88", "..", "' OR 1=1", "-", "0"])
def test_references_that_are_none(ref: str) -> None:
    desk = Desk()
    desk.open()
    for end in ("", "caller/", "ended/", "abandon/", "participants/1/identify/"):
        for response in (
            desk.client.get(f"/calls/{ref}/{end}"),
            desk.client.post(f"/calls/{ref}/{end}", everything(desk)),
        ):
            assert response.status_code in {404, 405}


@pytest.mark.django_db
@pytest.mark.usefixtures("open_hours")
@pytest.mark.req("L2", "R5")
@pytest.mark.parametrize(
    ("number", "status"),
    [("0", 302), ("11", 302), ("99999999999999999999", 302), ("9" * 200, 302), ("-1", 404), ("one", 404), ("1.0", 404),
     ("%00", 404), ("\uff11", 404)],
)  # fmt: skip
def test_places_that_are_none(number: str, status: int) -> None:
    desk = desk_at("access-code")
    response = desk.client.get(f"/calls/{desk.ref}/participants/{number}/identify/")
    assert response.status_code == status
    if status == 302:
        assert response["Location"] == desk.path


WP = next(iter(POLICIES.values()))
FORMS: dict[str, Any] = {
    "open": OpenCallForm,
    "recording": RecordingForm,
    "caller": lambda data: caller.CallerForm(data, may_confirm=True),
    "purpose": lambda data: purpose.PurposeForm(data, policy=WP),
    "access code": lambda data: ChallengeForm(data, positions=[2, 5, 8]),
    "identify": lambda data: identify.IdentifyForm(data, may_give_up=True),
    "mark": MarkForm,
    "failure date": lambda data: failure_date.FailureDateForm(data, policy=WP),
    "what to check": what_to_check.WhatToCheckForm,
    "offer": lambda data: offer.OfferForm(data, offered=[Detail.ADDRESS, Detail.PHONE]),
    "compare": lambda data: details.CompareForm(
        data,
        digest="",
        held=ContactDetails(("1 Some Street",), ("07700 900123",)),
        wanted=[Detail.ADDRESS, Detail.PHONE],
    ),
    "next": lambda data: what_next.ThenForm(data, choices=list(Then), policy=WP),
    "read-back": read_back.ReadBackForm,
    **{kind.value: answer_form(kind) for kind in QuestionKind},
}
ANYTHING = st.text(max_size=40) | st.sampled_from([nasty for nasty in NASTY.values() if isinstance(nasty, str)])


@pytest.mark.req("S10", "C1")
@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_text_breaks_a_form_or_the_page_it_is_drawn_on(name: str, data: st.DataObject) -> None:
    fields = FORMS[name](None)
    names = [part for field in fields for part in _inputs(field)]
    sent = QueryDict(mutable=True)
    for each in names:
        sent.setlist(each, data.draw(st.lists(ANYTHING, max_size=2)))
    form = FORMS[name](sent)
    form.is_valid()
    html = str(form)
    assert "\0" not in html
    assert "<script>alert" not in html


def _inputs(field: Any) -> list[str]:
    parts = getattr(field.field.widget, "widgets_names", None)
    return [f"{field.html_name}{part}" for part in parts] if parts else [field.html_name]
