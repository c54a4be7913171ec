"""What the database keeps as it is: a call that has ended, an outcome that is not true, what was said by whom.

As in test_database.py each refused write goes through without its guard.
"""

from functools import partial

import pytest
from django.db import IntegrityError, transaction

from calls.models import Advice, Call, CallParticipant
from tests.accounts.factories import UserFactory
from tests.calls.guards import Guard, refused_by
from tests.calls.rewinding import desk_at, past_the_code
from tests.calls.script import FREE
from tests.calls.test_database import not_found
from tests.moments import OPEN_HOURS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
STANDS = Guard("calls_call", "calls_call_stands")
OVER = Guard("calls_callparticipant", "calls_callparticipant_over")
ONCE = Guard("calls_callparticipant", "calls_callparticipant_write_once")
TRUE = Guard("calls_call", "calls_call_outcome_is_true")


@pytest.fixture
def begin():
    return partial(Call.objects.create, ref="BCDFGHJK", holder=UserFactory(), programme="wp", opened_at=OPEN_HOURS)


def over(call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(outcome="abandoned", ended_at=OPEN_HOURS)


@pytest.mark.req("R3")
@pytest.mark.parametrize(
    "fact",
    [{"declined": "job_outcome"}, {"no_more_at": OPEN_HOURS}, {"eligible": False}, {"route": "WP08"},
     {"reasons_against": ["NO_CODE"]}, {"caller_said": "Somebody else"}, {"programme": "mwa"}],
)  # fmt: skip
def test_a_fact_that_comes_after_the_end(begin, fact: dict[str, object]) -> None:
    calls = Call.objects.filter(pk=begin().pk)
    over(calls.get())
    assert calls.update(version=5) == 1, "the form that ended the call is the last one taken"
    guards = [STANDS, Guard("calls_call", "calls_call_write_once")] if "programme" in fact else [STANDS]
    refused_by(lambda: calls.update(**fact), *guards)


@pytest.mark.req("R3", "R5")
def test_another_holder_after_the_end(begin) -> None:
    calls, heir = Call.objects.filter(pk=begin().pk), UserFactory()
    over(calls.get())
    refused_by(lambda: calls.update(holder=heir), STANDS, Guard("calls_call", "calls_call_holder_on_record"))


@pytest.mark.req("R3", "L2")
@pytest.mark.parametrize("fact", [{"then": "finish"}, {"told_in_advance": False}, {"name_said": "Somebody else"}])
def test_a_participants_fact_that_comes_after_the_end(fact: dict[str, object]) -> None:
    desk = past_the_code()
    rows = CallParticipant.objects.filter(pk=not_found(desk.call, 1).pk)
    over(desk.call)
    refused_by(lambda: rows.update(**fact), OVER, *([ONCE] if "name_said" in fact else []))


@pytest.mark.req("S1", "E1")
def test_what_was_said_is_changed() -> None:
    desk = past_the_code()
    rows = CallParticipant.objects.filter(pk=not_found(desk.call, 1).pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(nino_said="AA111111A")
    refused_by(lambda: rows.update(name_said="Somebody else"), ONCE)
    refused_by(lambda: Call.objects.filter(pk=desk.call.pk).update(prime_said="Another"), STANDS)


@pytest.mark.req("C9")
def test_advice_is_put_in_somebody_elses_mouth(foretell) -> None:
    foretell(FREE)
    desk_at("next 1")
    other = UserFactory()
    refused_by(lambda: Advice.objects.update(given_by=other), Guard("calls_advice", "calls_advice_write_once"))


@pytest.mark.req("R3")
@pytest.mark.parametrize("outcome", ["completed", "failed_check", "access_code_failed", "purpose_declined"])
def test_a_call_that_begins_with_an_outcome_that_is_not_true(begin, outcome: str) -> None:
    refused_by(partial(begin, outcome=outcome, ended_at=OPEN_HOURS), TRUE)


@pytest.mark.req("R3")
def test_a_call_that_begins_with_an_outcome_that_is_true(begin) -> None:
    assert begin(outcome="not_eligible", eligible=False, reasons_against=["NO_CODE"], ended_at=OPEN_HOURS).pk
