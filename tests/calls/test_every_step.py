"""What holds at every step of a call: no other step is open, a reload draws nothing, and nothing is lost."""

import re
from dataclasses import replace
from itertools import product
from urllib.parse import urldefrag
from uuid import uuid4

import pytest
from django.http import HttpResponse

from calls.flow import FLOW, ForEachParticipant
from programmes.types import Programme
from tests.calls.desk import Desk, Tape, called
from tests.calls.rewinding import desk_at
from tests.calls.script import FREE, PLACES, Place, everything, facts, walk
from tests.html import assert_valid_html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
BESIDES_THE_FACTS = re.compile(rb'name="(token|csrfmiddlewaretoken)" value="[^"]*"')


@pytest.fixture(autouse=True)
def _free_question(foretell) -> None:
    foretell(FREE)


def _addresses() -> list[tuple[str, int | None]]:
    """Every step where the script goes, and some of the places where there is none."""
    alone = [step.slug for step in FLOW if not isinstance(step, ForEachParticipant)]
    each = [step.slug for entry in FLOW if isinstance(entry, ForEachParticipant) for step in entry.steps]
    nowhere = [("identify", None), ("identify", 0), ("caller", 1), ("read-back", 11), ("nonsense", None)]
    silly = [("identify", number) for number in (3, 10, 11, 99999999999999999999)]
    return [*((slug, None) for slug in alone), *product(each, (1, 2)), *nowhere, *silly]


@pytest.mark.req("L2", "A4", "S3", "S6", "C1", "R5")
def test_no_step_but_the_one_that_is_due_takes_anything() -> None:
    desk = Desk()
    for here in walk(desk):
        if here.number == 2 and here.slug not in {"identify", "question", "advice"}:
            continue  # as for the first participant
        before = facts(desk)
        for slug, number in set(_addresses()) - _open_at(here):
            envelope = {"token": str(uuid4()), "version": str(before["call"]["version"])}
            response = desk.client.post(called(desk.ref, slug, number), {**everything(desk), **envelope})
            assert (response.status_code, _page(response)) == (302, desk.path), (here.name, slug, number)
        assert facts(desk) == before, here.name


@pytest.mark.req("R5")
@pytest.mark.parametrize("name", ["access-code", "advice 1", "identify 2", "ended"])
def test_any_other_steps_page_leads_to_the_one_that_is_due(name: str) -> None:
    desk, here = desk_at(name), PLACES[name]
    before = facts(desk)
    for slug, number in set(_addresses()) - _open_at(here):
        response = desk.client.get(called(desk.ref, slug, number))
        assert (response.status_code, _page(response)) == (302, desk.path), f"{slug} {number}"
    for slug, number in _open_at(here) - {("ended", None)}:
        assert desk.client.get(called(desk.ref, slug, number)).status_code == 200
    assert facts(desk) == before


def _page(response: HttpResponse) -> str:
    """Where it leads, without the place on that page."""
    return urldefrag(response.get("Location", "")).url


def _open_at(here: Place) -> set[tuple[str, int | None]]:
    return {(here.slug, here.number), *((slug, here.number) for slug in here.amendable)}


@pytest.mark.req("R5", "A2", "S3")
@pytest.mark.parametrize("programme", Programme)
def test_a_reload_and_a_new_session_find_the_call_where_the_record_says_with_nothing_drawn_again(programme) -> None:
    """A killed server keeps nothing but the record, and neither does a browser without its session."""
    desk = Desk(programme=programme)
    for place in walk(desk):
        before, seen = facts(desk), _steady(desk)
        for _ in range(2):
            assert _steady(desk.reload()) == seen, place.name
        elsewhere = replace(desk, client=Tape())  # which signs in again
        elsewhere.get(f"/calls/{desk.ref}/")
        assert elsewhere.path == desk.path, place.name
        assert _steady(elsewhere) == seen, place.name
        assert facts(desk) == before, place.name
        desk.client, desk.response = elsewhere.client, elsewhere.response


def _steady(desk: Desk) -> bytes:
    """The page, which is sound, without what is new each time it is drawn."""
    seen = BESIDES_THE_FACTS.sub(b"", desk.response.content)
    assert_valid_html(seen.decode())
    return seen


@pytest.mark.req("R3")
@pytest.mark.parametrize("name", ["caller", "access-code", "question 1", "advice 1", "read-back"])
def test_a_call_can_be_abandoned_at_any_step_and_only_on_the_agents_word(name: str) -> None:
    desk, place = desk_at(name), PLACES[name]
    desk.get(f"/calls/{desk.ref}/abandon/")
    assert desk.call.outcome is None
    desk.send()
    assert desk.call.outcome == "abandoned"
    assert desk.path == f"/calls/{desk.ref}/ended/"
    before = facts(desk)
    desk.post(f"/calls/{desk.ref}/abandon/", {})
    desk.post(place.path(desk.ref), {**everything(desk), "token": str(uuid4()), "version": str(desk.call.version)})
    assert desk.path == f"/calls/{desk.ref}/ended/"
    assert facts(desk) == before


@pytest.mark.req("L2")
def test_the_eleventh_is_told_to_call_back() -> None:
    desk = desk_at("identify 1")
    desk.get(called(desk.ref, "identify", 11))
    assert "Ask the caller to call back for the others." in desk.text
