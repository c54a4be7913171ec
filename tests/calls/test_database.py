"""What the database refuses when the flow is gone round: each guard beside the write that it lets through.

Every test of a guard is run a second time with the guard taken away, and then the bad write succeeds: a control that
it was refused by that guard and nothing else.
"""
# ruff: noqa: S608 - the statements are put together from this file's own words

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from calls.models import Call, CallParticipant, Sought, Submission
from core import clock
from tests.accesscodes.factories import ChallengeFactory
from tests.calls.desk import Desk
from tests.calls.guards import Guard, refused_by, sql
from tests.calls.rewinding import desk_at
from tests.calls.script import FREE
from tests.circumstances.factories import participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
PARTICIPANT = "calls_callparticipant"


@pytest.fixture(autouse=True)
def _free_question(foretell) -> None:
    foretell(FREE)


@pytest.fixture
def desk() -> Desk:
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
def test_an_eleventh_participant() -> None:
    desk = desk_at("identify 1")
    for number in range(1, 11):
        not_found(desk.call, number)
    refused_by(lambda: not_found(desk.call, 11), Guard(PARTICIPANT, "participant_ten_at_most"))


@pytest.mark.req("L2")
def test_a_second_tenth() -> None:
    desk = desk_at("identify 1")
    for number in range(1, 11):
        not_found(desk.call, number)
    refused_by(
        lambda: not_found(desk.call, 10, nino_key=b"other" * 6), Guard(PARTICIPANT, "participant_one_for_each_place")
    )


@pytest.mark.req("L2")
def test_another_after_the_tenth() -> None:
    desk = desk_at("identify 1")
    ninth, tenth = not_found(desk.call, 9), not_found(desk.call, 10)
    assert CallParticipant.objects.filter(pk=ninth.pk).update(then="another") == 1
    refused_by(
        lambda: CallParticipant.objects.filter(pk=tenth.pk).update(then="another"),
        Guard(PARTICIPANT, "participant_no_eleventh"),
    )


@pytest.mark.req("R3")
@pytest.mark.parametrize("outcome", ["abandoned", None])
def test_a_second_outcome(outcome: str | None) -> None:
    desk = desk_at("ended")
    assert Call.objects.filter(pk=desk.call.pk).update(version=99) == 1
    ended_at = clock.now() + timedelta(hours=1) if outcome else None
    refused_by(
        lambda: Call.objects.filter(pk=desk.call.pk).update(outcome=outcome, ended_at=ended_at),
        Guard("calls_call", "calls_call_write_once"),
        Guard("calls_call", "calls_call_stands"),
    )


@pytest.mark.req("R1", "R3")
@pytest.mark.parametrize("changed", [None, "2026-11-20 11:00+00"])
def test_that_nobody_else_is_asked_about_taken_back(changed: str | None) -> None:
    desk = desk_at("identify 2")
    calls = Call.objects.filter(pk=desk.call.pk)
    assert calls.update(no_more_at=clock.now()) == 1
    refused_by(lambda: calls.update(no_more_at=changed), Guard("calls_call", "calls_call_write_once"))


@pytest.mark.req("L4")
def test_the_recordings_reference_changed_after_the_end() -> None:
    desk = desk_at("caller")
    calls = Call.objects.filter(pk=desk.call.pk)
    for reference in ("R1", "R2", ""):
        assert calls.update(telephony_reference=reference) == 1
    calls.update(outcome="abandoned", ended_at=clock.now(), telephony_reference="R3")
    refused_by(lambda: calls.update(telephony_reference="R4"), Guard("calls_call", "calls_call_stands"))


@pytest.mark.req("R3")
@pytest.mark.parametrize("bad", [{"outcome": "abandoned"}, {"ended_at": "2026-11-20 11:00+00"}, {"outcome": "fine"}])
def test_an_outcome_without_its_moment_or_without_a_meaning(bad: dict[str, str]) -> None:
    desk = desk_at("identify 1")
    if bad["outcome" if "outcome" in bad else "ended_at"] == "fine":
        bad = bad | {"ended_at": "2026-11-20 11:00+00"}
    refused_by(
        lambda: Call.objects.filter(pk=desk.call.pk).update(**bad), Guard("calls_call", "call_ends_with_one_outcome")
    )


@pytest.mark.req("A2")
def test_a_redrawn_challenge() -> None:
    desk = desk_at("access-code")
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
def test_a_second_answer_to_the_challenge() -> None:
    desk = desk_at("access-code")
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
def test_one_challenge_for_two_calls() -> None:
    desk = desk_at("identify 1")
    second = Desk(on=desk.on).open().caller()
    write = Call.objects.filter(pk=second.call.pk).update
    refused_by(
        lambda: write(route="WP08", challenge_id=desk.call.challenge_id),
        Guard("calls_call", "calls_call_challenge_id_key"),
    )


@pytest.mark.req("A2", "A4")
@pytest.mark.parametrize("answered", [None, False])
def test_a_participant_without_a_passed_access_code(answered: bool | None) -> None:
    desk = desk_at("access-code")
    call, challenge = desk.call, desk.call.challenge
    if answered is not None:
        challenge.code = desk.on.prime.access_codes.get()
        challenge.passed, challenge.answered_at = answered, clock.now()
        challenge.save()
    refused_by(lambda: not_found(call, 1), Guard(PARTICIPANT, "participant_access_code_passed"))


@pytest.mark.req("A2", "A4")
def test_a_participant_on_a_code_that_only_claims_to_be_passed() -> None:
    desk = desk_at("access-code")
    desk.call.challenge.__class__.objects.filter(pk=desk.call.challenge_id).update(
        passed=False, answered_at=clock.now(), code=desk.on.prime.access_codes.get()
    )
    refused_by(
        lambda: not_found(desk.call, 1, challenge_passed=False), Guard(PARTICIPANT, "participant_after_access_code")
    )


@pytest.mark.req("A2", "A4")
def test_a_participant_on_another_calls_access_code() -> None:
    desk = desk_at("identify 1")
    second = Desk(on=desk.on).open().caller().purpose()
    not_found(desk.call, 1)
    refused_by(
        lambda: not_found(second.call, 1, challenge_id=desk.call.challenge_id),
        Guard(PARTICIPANT, "participant_access_code_of_the_call"),
    )


@pytest.mark.req("S6")
def test_the_same_participant_twice() -> None:
    desk = desk_at("identify 1")
    referral = participant("mappa", prime=desk.on.prime)
    desk.identify(referral)
    first = desk.last
    again: dict[str, Any] = {"person": first.person, "referral": first.referral, "identified": "blocked"}
    refused_by(lambda: not_found(desk.call, 2, **again), Guard(PARTICIPANT, "participant_person_once"))
    refused_by(
        lambda: not_found(desk.call, 3, nino_key=bytes(first.nino_key)), Guard(PARTICIPANT, "participant_number_once")
    )


@pytest.mark.req("L2", "R3")
def test_a_participant_in_a_call_that_has_ended() -> None:
    desk = desk_at("identify 1")
    not_found(desk.call, 1)
    Call.objects.filter(pk=desk.call.pk).update(outcome="abandoned", ended_at=clock.now())
    refused_by(lambda: not_found(desk.call, 2), Guard(PARTICIPANT, "calls_callparticipant_goes_on"))


@pytest.mark.req("S6", "R3")
@pytest.mark.parametrize(
    "change",
    ["number = 3", "identified = 'blocked'", "\"then\" = 'finish'", "universal_credit = true", "person_id = NULL",
     "security_check_id = NULL"],
)  # fmt: skip
def test_what_became_of_a_participant_changed(change: str) -> None:
    desk_at("identify 2")
    with pytest.raises(IntegrityError, match="recorded and cannot change"), transaction.atomic():
        sql(f"UPDATE calls_callparticipant SET {change}")()


@pytest.mark.req("G2", "R3")
def test_anything_of_a_call_taken_away() -> None:
    desk = desk_at("next 1")
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
