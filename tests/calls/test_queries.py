"""Each page of a call and each form takes a fixed number of queries, whatever the size of the tables."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from calls.models import Call, CallParticipant
from core import clock
from programmes.types import QuestionKind
from tests.accounts.factories import UserFactory
from tests.calls.desk import Desk
from tests.calls.script import EMPLOYER, cast_for, walk
from tests.circumstances.factories import FAILED_ON, PersonFactory, ReferralFactory
from tests.providers.factories import EligibleCaller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]

# With the session, the person, the second factor and the present outage, which every page asks for.
PAGES = {
    "open": 6, "caller": 9, "purpose": 9, "access-code": 9, "identify": 11, "question": 11, "mark": 15,
    "failure-date": 10, "what-to-check": 11, "offer": 10, "details": 13, "advice": 18, "next": 10, "read-back": 11,
    "ended": 7,
}  # fmt: skip
FORMS = {
    "open": 11, "caller": 19, "purpose": 20, "access-code": 25, "identify": 28, "question": 23, "mark": 23,
    "failure-date": 15, "what-to-check": 14, "offer": 14, "details": 16, "advice": 21, "next": 13, "read-back": 14,
}  # fmt: skip


class Counting(Desk):
    """A desk that counts the queries of each form sent and of each page shown after it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.gets: dict[str, int] = {}
        self.posts: dict[str, int] = {}

    def post(self, path: str, data: dict[str, Any]) -> HttpResponse:
        slug = self.slug if path != "/calls/open/" else "open"
        with CaptureQueriesContext(connection) as queries:
            self.response = self.client.post(path, data)
        self.posts.setdefault(slug, len(queries))
        return self.get(self.response["Location"]) if self.response.status_code == 302 else self.response

    def get(self, path: str) -> HttpResponse:
        super().get(path)
        with CaptureQueriesContext(connection) as queries:
            super().get(self.path)
        self.gets.setdefault(self.slug, len(queries))
        return self.response


def counted(on: EligibleCaller | None = None, *, before: int = 0) -> Counting:
    """The script's call, with so many participants dealt with before the script's first one."""
    desk = Counting(on=on)
    cast = cast_for(desk)
    desk.open().caller().purpose().code()
    _fill(desk, before)
    desk.get(f"/calls/{desk.ref}/")
    desk.identify(cast["first"])
    desk.send(said=EMPLOYER)
    desk.send(judgement="matches")
    desk.failure_date(FAILED_ON)
    desk.send(asked=["address", "entitlement"])
    desk.send(phone="yes")
    desk.compare(address="same", phone="different").advise().next("finish").read_back()
    assert desk.slug == "ended"
    return desk


def _fill(desk: Desk, places: int) -> None:
    call = desk.call
    for number in range(1, places + 1):
        CallParticipant.objects.create(
            call=call, challenge=call.challenge, number=number, nino_said="PP999999D", nino_key=bytes([number]) * 32,
            name_said="Nobody", identified="not_found", identified_at=clock.now(), then="another",
        )  # fmt: skip


def _crowd(on: EligibleCaller) -> None:
    """Two hundred people, each with a referral to the same prime, and fifty calls."""
    for person in PersonFactory.create_batch(200):
        ReferralFactory(person=person, prime=on.prime)
    agent = UserFactory()
    Call.objects.bulk_create(
        Call(ref=f"C{number:07}", holder=agent, programme="wp", opened_at=clock.now(), outcome="abandoned",
             ended_at=clock.now()) for number in range(50)
    )  # fmt: skip


@pytest.mark.req("R5")
def test_each_page_and_each_form_takes_a_fixed_number_of_queries(foretell) -> None:
    foretell(QuestionKind.EMPLOYMENT_HISTORY)
    small = counted()
    assert small.gets == PAGES
    assert small.posts == FORMS
    _crowd(small.on)
    large = counted(small.on)
    assert (large.gets, large.posts) == (small.gets, small.posts)
    crowded = counted(small.on, before=9)
    assert (crowded.gets, crowded.posts) == (small.gets, small.posts)


@pytest.mark.req("R2")
def test_the_read_back_of_two_takes_no_more_queries_than_that_of_one(foretell) -> None:
    foretell(QuestionKind.EMPLOYMENT_HISTORY)
    desk = Counting()
    list(walk(desk))
    assert desk.call.participants.filter(advice__isnull=False).count() == 2
    assert desk.gets["read-back"] == PAGES["read-back"]
    assert desk.posts["read-back"] == FORMS["read-back"]
