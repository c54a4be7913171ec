"""Signing out in the middle of a call says what becomes of the call."""

import pytest

from tests.calls.desk import Desk
from tests.calls.team.leader import Leader
from tests.html import assert_valid_html, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]


@pytest.mark.req("R5", "G1")
def test_an_agent_with_a_call_open_is_asked_first() -> None:
    desk = Desk().open()
    asked = desk.client.post("/sign-out/")
    assert f"You still have call {desk.ref} open" in text_of(assert_valid_html(asked))
    assert desk.client.get(f"/calls/{desk.ref}/caller/").status_code == 200
    assert desk.client.post("/sign-out/", {"anyway": "yes"})["Location"] == "/sign-in/"
    assert desk.client.get(f"/calls/{desk.ref}/caller/").status_code == 302
    assert desk.call.ended_at is None


@pytest.mark.req("G1")
def test_with_no_call_open_nobody_is_asked() -> None:
    assert Leader().client.post("/sign-out/")["Location"] == "/sign-in/"
