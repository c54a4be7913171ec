"""What the database refuses when the flow is gone round: each guard beside the write that it lets through.

Every test of a guard is run a second time with the guard taken away, and then the bad write succeeds: a control that
it was refused by that guard and nothing else.
"""
# ruff: noqa: S608 - the statements are put together from this file's own words

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from calls.models import Advice, Call, CallParticipant, Sought, Submission
from core import clock
from tests.accesscodes.factories import ChallengeFactory
from tests.calls.desk import Desk
from tests.calls.script import FREE, arrive
from tests.circumstances.factories import participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
PARTICIPANT = "calls_callparticipant"


@dataclass(frozen=True)
class Guard:
    """A constraint or trigger of a table, and how to take it away."""

    table: str
    name: str

    def drop(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s", (self.table, self.name)
            )
            if cursor.fetchone():
                cursor.execute(f"DROP TRIGGER {self.name} ON {self.table}")
                return
            cursor.execute(
                "SELECT 1 FROM pg_constraint WHERE conrelid = %s::regclass AND conname = %s", (self.table, self.name)
            )
            found = cursor.fetchone()
            cursor.execute(
                f"ALTER TABLE {self.table} DROP CONSTRAINT {self.name}" if found else f"DROP INDEX {self.name}"
            )


def refused_by(write: Callable[[], Any], *guards: Guard) -> None:
    """The write is refused as long as any of the guards is there, and goes through without them."""
    connection.check_constraints()
    for guard in guards:
        with pytest.raises(IntegrityError), transaction.atomic():
            _at_once(write)
        guard.drop()
    write()


def _at_once(write: Callable[[], Any]) -> None:
    write()
    connection.check_constraints()


def sql(statement: str, *values: object) -> Callable[[], int]:
    def run() -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount

    return run


@pytest.fixture
def desk(foretell) -> Desk:
    foretell(FREE)
    return Desk()


def not_found(call: Call, number: int, **other: Any) -> CallParticipant:
    """One who took a place as not found, as the flow would write it."""
    values: dict[str, Any] = {
        "call": call, "challenge_id": call.challenge_id, "number": number, "nino_said": "PP999999D",
        "nino_key": bytes([number]) * 32, "name_said": "Nobody", "identified": "not_found",
        "identified_at": clock.now(),
    }  # fmt: skip
    return CallParticipant.objects.create(**values | other)


@pytest.mark.req("L2")
def test_an_eleventh_participant(desk: Desk) -> None:
    arrive(desk, "identify 1")
    for number in range(1, 11):
        not_found(desk.call, number)
    refused_by(lambda: not_found(desk.call, 11), Guard(PARTICIPANT, "participant_ten_at_most"))


@pytest.mark.req("L2")
def test_a_second_tenth(desk: Desk) -> None:
    arrive(desk, "identify 1")
    for number in range(1, 11):
        not_found(desk.call, number)
    refused_by(
        lambda: not_found(desk.call, 10, nino_key=b"other" * 6), Guard(PARTICIPANT, "participant_one_for_each_place")
    )


@pytest.mark.req("L2")
def test_another_after_the_tenth(desk: Desk) -> None:
    arrive(desk, "identify 1")
    ninth, tenth = not_found(desk.call, 9), not_found(desk.call, 10)
    assert CallParticipant.objects.filter(pk=ninth.pk).update(then="another") == 1
    refused_by(
        lambda: CallParticipant.objects.filter(pk=tenth.pk).update(then="another"),
        Guard(PARTICIPANT, "participant_no_eleventh"),
    )


@pytest.mark.req("R3")
@pytest.mark.parametrize("outcome", ["abandoned", None])
def test_a_second_outcome(desk: Desk, outcome: str | None) -> None:
    arrive(desk, "ended")
    assert Call.objects.filter(pk=desk.call.pk).update(telephony_reference="R1") == 1
    ended_at = clock.now() + timedelta(hours=1) if outcome else None
    refused_by(
        lambda: Call.objects.filter(pk=desk.call.pk).update(outcome=outcome, ended_at=ended_at),
        Guard("calls_call", "calls_call_write_once"),
    )


@pytest.mark.req("R3")
@pytest.mark.parametrize("bad", [{"outcome": "completed"}, {"ended_at": "2026-11-20 11:00+00"}, {"outcome": "fine"}])
def test_an_outcome_without_its_moment_or_without_a_meaning(desk: Desk, bad: dict[str, str]) -> None:
    arrive(desk, "identify 1")
    if bad["outcome" if "outcome" in bad else "ended_at"] == "fine":
        bad = bad | {"ended_at": "2026-11-20 11:00+00"}
    refused_by(
        lambda: Call.objects.filter(pk=desk.call.pk).update(**bad), Guard("calls_call", "call_ends_with_one_outcome")
    )


@pytest.mark.req("A2")
def test_a_redrawn_challenge(desk: Desk) -> None:
    arrive(desk, "access-code")
    challenge = desk.call.challenge
    other = ChallengeFactory(code=desk.on.prime.access_codes.get(), positions=[1, 2, 3])
    refused_by(
        lambda: Call.objects.filter(pk=desk.call.pk).update(challenge=other),
        Guard("calls_call", "calls_call_write_once"),
    )
    refused_by(
        sql("UPDATE accesscodes_challenge SET positions = '{1,2,3}' WHERE id = %s", challenge.pk),
        Guard("accesscodes_challenge", "accesscodes_challenge_write_once"),
    )


@pytest.mark.req("A3")
def test_a_second_answer_to_the_challenge(desk: Desk) -> None:
    arrive(desk, "access-code")
    desk.code("xxxxxxxx")
    assert desk.call.outcome == "access_code_failed"
    refused_by(
        sql("UPDATE accesscodes_challenge SET passed = true WHERE id = %s", desk.call.challenge_id),
        Guard("accesscodes_challenge", "accesscodes_challenge_write_once"),
    )


@pytest.mark.req("A2", "E7")
@pytest.mark.parametrize("unknown", [{"route": "WP08", "eligible": None}, {"route": None, "eligible": True}])
def test_a_challenge_before_eligibility_and_reason_are_known(desk: Desk, unknown: dict[str, Any]) -> None:
    on = desk.on
    values = {"ref": "BBBB2222", "holder": desk.agent, "programme": "wp", "opened_at": clock.now(), "prime": on.prime,
              "company": on.company, "caller": on.caller}  # fmt: skip
    challenge = ChallengeFactory(code=on.prime.access_codes.get())
    refused_by(
        lambda: Call.objects.create(**values, **unknown, challenge=challenge),
        Guard("calls_call", "call_challenge_after_eligibility"),
    )


@pytest.mark.req("A2", "A3")
def test_one_challenge_for_two_calls(desk: Desk) -> None:
    arrive(desk, "identify 1")
    second = Desk(on=desk.on).open().caller()
    write = Call.objects.filter(pk=second.call.pk).update
    refused_by(
        lambda: write(route="WP08", challenge_id=desk.call.challenge_id),
        Guard("calls_call", "calls_call_challenge_id_key"),
    )


@pytest.mark.req("A2", "A4")
@pytest.mark.parametrize("answered", [None, False])
def test_a_participant_without_a_passed_access_code(desk: Desk, answered: bool | None) -> None:
    arrive(desk, "access-code")
    call, challenge = desk.call, desk.call.challenge
    if answered is not None:
        challenge.code = desk.on.prime.access_codes.get()
        challenge.passed, challenge.answered_at = answered, clock.now()
        challenge.save()
    refused_by(lambda: not_found(call, 1), Guard(PARTICIPANT, "participant_access_code_passed"))


@pytest.mark.req("A2", "A4")
def test_a_participant_on_a_code_that_only_claims_to_be_passed(desk: Desk) -> None:
    arrive(desk, "access-code")
    desk.call.challenge.__class__.objects.filter(pk=desk.call.challenge_id).update(
        passed=False, answered_at=clock.now(), code=desk.on.prime.access_codes.get()
    )
    refused_by(
        lambda: not_found(desk.call, 1, challenge_passed=False), Guard(PARTICIPANT, "participant_after_access_code")
    )


@pytest.mark.req("A2", "A4")
def test_a_participant_on_another_calls_access_code(desk: Desk) -> None:
    arrive(desk, "identify 1")
    second = Desk(on=desk.on).open().caller().purpose()
    not_found(desk.call, 1)
    refused_by(
        lambda: not_found(second.call, 1, challenge_id=desk.call.challenge_id),
        Guard(PARTICIPANT, "participant_access_code_of_the_call"),
    )


@pytest.mark.req("S6")
def test_the_same_participant_twice(desk: Desk) -> None:
    referral = participant("mappa", prime=desk.on.prime)
    arrive(desk, "identify 1")
    desk.identify(referral)
    first = desk.last
    again: dict[str, Any] = {"person": first.person, "referral": first.referral, "identified": "blocked"}
    refused_by(lambda: not_found(desk.call, 2, **again), Guard(PARTICIPANT, "participant_person_once"))
    refused_by(
        lambda: not_found(desk.call, 3, nino_key=bytes(first.nino_key)), Guard(PARTICIPANT, "participant_number_once")
    )


@pytest.mark.req("L2", "R3")
def test_a_participant_in_a_call_that_has_ended(desk: Desk) -> None:
    arrive(desk, "identify 1")
    not_found(desk.call, 1)
    Call.objects.filter(pk=desk.call.pk).update(outcome="abandoned", ended_at=clock.now())
    refused_by(lambda: not_found(desk.call, 2), Guard(PARTICIPANT, "calls_callparticipant_goes_on"))


def copy_of(advice: Advice, **other: Any) -> Advice:
    """The same advice for another participant."""
    values = {field.attname: getattr(advice, field.attname) for field in Advice._meta.concrete_fields}
    return Advice.objects.create(**values | other)


@pytest.mark.req("C9", "S6")
@pytest.mark.parametrize("judgement", [None, "does not match"])
def test_advice_without_a_passed_check(desk: Desk, judgement: str | None) -> None:
    """The script's own advice on the first participant is the write that goes through."""
    arrive(desk, "mark 2")
    if judgement:
        desk.send(judgement=judgement)
    [first], second = Advice.objects.all(), desk.last
    refused_by(
        lambda: copy_of(first, participant_id=second.pk, security_check_id=second.security_check_id),
        Guard("calls_advice", "advice_check_passed"),
    )


@pytest.mark.req("C9", "S6")
def test_advice_on_a_check_that_only_claims_to_be_passed(desk: Desk) -> None:
    arrive(desk, "mark 2")
    desk.send(judgement="does not match")
    [first], second = Advice.objects.all(), desk.last
    refused_by(
        lambda: copy_of(
            first, participant_id=second.pk, security_check_id=second.security_check_id, check_passed=False
        ),
        Guard("calls_advice", "advice_after_passed_check"),
    )


@pytest.mark.req("C9", "S6")
def test_advice_on_another_participants_check(desk: Desk) -> None:
    arrive(desk, "question 2")
    [first], second = Advice.objects.all(), desk.last
    refused_by(
        lambda: copy_of(first, participant_id=second.pk),
        Guard("calls_advice", "calls_advice_security_check_id_key"),
        Guard("calls_advice", "advice_check_of_the_participant"),
    )


@pytest.mark.req("C9")
@pytest.mark.parametrize("change", ["row = 'raise_live'", "raise_doubt = true", "facts = '{}'", "given_at = now()"])
def test_advice_changed(desk: Desk, change: str) -> None:
    arrive(desk, "next 1")
    assert sql("UPDATE calls_advice SET told_key_id = told_key_id")() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(f"UPDATE calls_advice SET {change}")()


@pytest.mark.req("C9")
def test_a_departure_without_a_reason(desk: Desk) -> None:
    arrive(desk, "advice 1")
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
def test_circumstances_changed_after_advice(desk: Desk, change: str) -> None:
    arrive(desk, "advice 1")
    write = sql(f"UPDATE calls_callparticipant SET {change} WHERE id = %s", desk.last.pk)
    with transaction.atomic():
        assert write() == 1, "until advice is recorded what was heard wrongly may be put right"
        transaction.set_rollback(True)
    desk.advise()
    refused_by(write, Guard(PARTICIPANT, "calls_callparticipant_stands"))


@pytest.mark.req("S6", "R3")
@pytest.mark.parametrize(
    "change",
    ["number = 3", "identified = 'blocked'", "\"then\" = 'finish'", "universal_credit = true", "person_id = NULL",
     "security_check_id = NULL"],
)  # fmt: skip
def test_what_became_of_a_participant_changed(desk: Desk, change: str) -> None:
    arrive(desk, "identify 2")
    with pytest.raises(IntegrityError, match="recorded and cannot change"), transaction.atomic():
        sql(f"UPDATE calls_callparticipant SET {change}")()


@pytest.mark.req("G2", "R3")
def test_anything_of_a_call_taken_away(desk: Desk) -> None:
    arrive(desk, "next 1")
    Sought.objects.create(call=desk.call, number=2, attempt=1, at=clock.now())
    assert Submission.objects.exists()
    connection.check_constraints()
    tables = ["calls_call", PARTICIPANT, "calls_advice", "calls_sought", "calls_submission", "accesscodes_challenge",
              "security_participantcheck", "security_drawnquestion", "audit_auditevent"]  # fmt: skip
    for table in tables:
        for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with pytest.raises(IntegrityError, match="keeps what was recorded"), transaction.atomic():
                sql(statement)()
    for table in ("calls_sought", "calls_submission"):
        with pytest.raises(IntegrityError, match="keeps what was recorded"), transaction.atomic():
            sql(f"UPDATE {table} SET at = now()")()
