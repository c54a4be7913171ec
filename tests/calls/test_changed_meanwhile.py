"""LMS changes during the call: a flag comes, or the referral goes to another prime. Nothing more is said (S7, S9).

Beside each test that something is not shown stands that it was shown before.
"""

from collections.abc import Callable

import pytest
from django.utils.html import escape

from calls.models import Advice, CallParticipant
from calls.rules import Outcome
from calls.services.checking import told
from calls.state import load
from circumstances.models import Person, Referral
from tests.calls.desk import Desk
from tests.calls.rewinding import desk_at, past_the_check
from tests.calls.script import FREE
from tests.circumstances.factories import FAILED_ON
from tests.providers.factories import ProviderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
NEUTRAL = "Please contact your nominated Jobcentre Plus contact."


def flagged(row: CallParticipant) -> None:
    Person.objects.filter(pk=row.person_id).update(special_handling="mappa")


def flag_not_known(row: CallParticipant) -> None:
    Person.objects.filter(pk=row.person_id).update(special_handling=None)


def moved(row: CallParticipant) -> None:
    Referral.objects.filter(pk=row.referral_id).update(prime=ProviderFactory(prime=True))


def of_the_other_programme(row: CallParticipant) -> None:
    Referral.objects.filter(pk=row.referral_id).update(programme="mwa")


CHANGES = [
    pytest.param(flagged, marks=pytest.mark.req("S7")),
    pytest.param(flag_not_known, marks=pytest.mark.req("S7")),
    pytest.param(moved, marks=pytest.mark.req("S9")),
    pytest.param(of_the_other_programme, marks=pytest.mark.req("S9")),
]
Change = Callable[[CallParticipant], None]


def at(place: str, foretell) -> Desk:
    foretell(FREE)
    return desk_at(place)


def said_of(advice: Advice) -> list[str]:
    """Everything that LMS holds and that was read out."""
    held = told(advice)
    lines = [*held.address, *held.phones, *held.employment, *held.other, *held.date_signed_off]
    assert len(lines) > 3
    return [escape(line) for line in lines]


def shown(desk: Desk) -> str:
    return desk.reload().response.content.decode()


@pytest.mark.parametrize("change", CHANGES)
def test_after_the_check_nothing_more_is_asked_and_the_call_goes_on(change: Change) -> None:
    desk, _ = past_the_check()
    change(desk.last)
    desk.failure_date(FAILED_ON)
    assert (desk.slug, desk.last.failed_on) == ("next", None)
    assert NEUTRAL in desk.text
    desk.next("finish").read_back()
    assert desk.call.outcome == Outcome.COMPLETED


@pytest.mark.parametrize("change", CHANGES)
def test_after_the_advice_the_read_back_shows_no_more_than_the_neutral_script(change: Change, foretell) -> None:
    desk = at("read-back", foretell)
    first, second = Advice.objects.order_by("participant__number")
    details = said_of(first)
    before = shown(desk)
    assert all(detail in before for detail in details)
    change(first.participant)
    page = shown(desk)
    others = said_of(second)
    assert [detail for detail in details if detail in page and detail not in others] == []
    assert all(detail in page for detail in others)
    assert NEUTRAL.removeprefix("Please c") in page


@pytest.mark.req("S7")
def test_after_the_advice_what_follows_shows_the_neutral_script(foretell) -> None:
    desk = at("next 1", foretell)
    advice = Advice.objects.get()
    name = advice.participant.person.full_name
    assert name in desk.text
    flagged(advice.participant)
    page = shown(desk)
    assert NEUTRAL in desk.text
    assert [detail for detail in (name, *said_of(advice)) if detail in page] == []
    assert desk.next("another").slug == "identify"


@pytest.mark.req("S7", "S6", "R3")
def test_advice_that_was_given_still_counts(foretell) -> None:
    """The read-back comes before the end of a call that is ended over a failed check, as somebody was advised."""
    desk = at("mark 2", foretell)
    flagged(Advice.objects.get().participant)
    assert load(desk.call).anyone_advised
    desk.send(judgement="does not match")
    assert desk.next("end").slug == "read-back"
    assert desk.read_back().call.outcome == Outcome.FAILED_CHECK
    assert Advice.objects.count() == 1


@pytest.mark.req("S6", "S7")
def test_a_check_that_failed_can_still_end_the_call(foretell) -> None:
    desk = at("mark 2", foretell)
    desk.send(judgement="does not match")
    flagged(desk.last)
    assert "Security check failed" in desk.reload().text
    assert desk.next("end").slug == "read-back"
