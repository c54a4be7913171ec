"""What the database refuses of advice when the flow is gone round; see test_database.py."""
# ruff: noqa: S608 - the statements are put together from this file's own words

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from calls.models import Advice, Call, Sought
from core import clock
from tests.calls.guards import Guard, refused_by, sql
from tests.calls.rewinding import desk_at
from tests.calls.script import FREE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
PARTICIPANT = "calls_callparticipant"


@pytest.fixture(autouse=True)
def _free_question(foretell) -> None:
    foretell(FREE)


def copy_of(advice: Advice, **other: Any) -> Advice:
    """The same advice for another participant."""
    values = {field.attname: getattr(advice, field.attname) for field in Advice._meta.concrete_fields}
    return Advice.objects.create(**values | other)


@pytest.mark.req("C9", "S6")
@pytest.mark.parametrize("judgement", [None, "does not match"])
def test_advice_without_a_passed_check(judgement: str | None) -> None:
    """The script's own advice on the first participant is the write that goes through."""
    desk = desk_at("mark 2")
    if judgement:
        desk.send(judgement=judgement)
    [first], second = Advice.objects.all(), desk.last
    refused_by(
        lambda: copy_of(first, participant_id=second.pk, security_check_id=second.security_check_id),
        Guard("calls_advice", "advice_check_passed"),
    )


@pytest.mark.req("C9", "S6")
def test_advice_on_a_check_that_only_claims_to_be_passed() -> None:
    desk = desk_at("mark 2")
    desk.send(judgement="does not match")
    [first], second = Advice.objects.all(), desk.last
    refused_by(
        lambda: copy_of(
            first, participant_id=second.pk, security_check_id=second.security_check_id, check_passed=False
        ),
        Guard("calls_advice", "advice_after_passed_check"),
    )


@pytest.mark.req("C9", "S6")
def test_advice_on_another_participants_check() -> None:
    desk = desk_at("question 2")
    [first], second = Advice.objects.all(), desk.last
    refused_by(
        lambda: copy_of(first, participant_id=second.pk),
        Guard("calls_advice", "calls_advice_security_check_id_key"),
        Guard("calls_advice", "advice_check_of_the_participant"),
    )


@pytest.mark.req("C9")
@pytest.mark.parametrize("change", ["row = 'raise_live'", "raise_doubt = true", "facts = '{}'", "given_at = now()"])
def test_advice_changed(change: str) -> None:
    desk_at("next 1")
    assert sql("UPDATE calls_advice SET told_key_id = told_key_id")() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(f"UPDATE calls_advice SET {change}")()


@pytest.mark.req("C9")
def test_a_departure_without_a_reason() -> None:
    desk = desk_at("advice 1")
    Guard("calls_advice", "calls_advice_write_once").drop()
    desk.advise()
    assert sql("UPDATE calls_advice SET given_raise_doubt = NOT raise_doubt, departure_reason = 'They moved'")() == 1
    refused_by(
        sql("UPDATE calls_advice SET departure_reason = ''"), Guard("calls_advice", "advice_departure_has_reason")
    )


@pytest.mark.req("C9", "C1", "C3")
@pytest.mark.parametrize(
    "change",
    ["failed_on = '2026-11-01'", "failed_on = NULL", "asked = '{phone}'", "accepted = '{}'", "address = 'not_held'",
     "phone = NULL", "told_in_advance = true"],
)  # fmt: skip
def test_circumstances_changed_after_advice(change: str) -> None:
    desk = desk_at("advice 1")
    write = sql(f"UPDATE calls_callparticipant SET {change} WHERE id = %s", desk.last.pk)
    with transaction.atomic():
        assert write() == 1, "until advice is recorded what was heard wrongly may be put right"
        transaction.set_rollback(True)
    desk.advise()
    refused_by(write, Guard(PARTICIPANT, "calls_callparticipant_stands"))


@pytest.mark.req("R3", "C9")
def test_advice_in_a_call_that_has_ended() -> None:
    desk = desk_at("failure-date 2")
    [first], second = Advice.objects.all(), desk.last
    write = partial(copy_of, first, participant_id=second.pk, security_check_id=second.security_check_id)
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    Call.objects.filter(pk=desk.call.pk).update(outcome="abandoned", ended_at=clock.now())
    refused_by(write, Guard("calls_advice", "calls_advice_goes_on"))


@pytest.mark.req("R3", "S10")
def test_a_try_at_finding_somebody_in_a_call_that_has_ended() -> None:
    desk = desk_at("identify 1")
    write = partial(Sought.objects.create, call=desk.call, number=1, at=clock.now())
    write(attempt=1)
    Call.objects.filter(pk=desk.call.pk).update(outcome="abandoned", ended_at=clock.now())
    refused_by(partial(write, attempt=2), Guard("calls_sought", "calls_sought_goes_on"))
