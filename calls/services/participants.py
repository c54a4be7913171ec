"""One participant after the other: identified, checked, and done with (S1 to S10)."""

from audit.actions import Action
from circumstances import selectors as circumstances
from circumstances.rules.nino import check as check_nino
from core.crypto import fingerprint
from programmes.policy import policy
from programmes.types import HeldAnswer, HeldAnswers, Programme
from security import services as security
from security.rules.check import Unclear
from security.rules.mark import Answer

from ..models import Call, CallParticipant, Sought
from ..rules import MOST_TRIES, Identified, Outcome, Then, choices_after
from ..state import State, Taken, recorded
from .opening import end
from .turn import Refusal, Turn


class NotAChoice(ValueError):
    """What is to follow a participant is not open at this place of the call (L2, S6)."""


def seek(turn: Turn, state: State, *, nino: str, name: str, give_up: bool) -> Refusal | None:
    """Look for the next participant (S1, S9, S10). Raises BadNino.

    Found, or not to be dealt with here, it takes the next place at once (L2). A number or name that does not match is
    answered alike, may be corrected three times, and then takes the place as not found.
    """
    number = recorded(state.next_number)
    nino = check_nino(nino)
    key = fingerprint(nino.encode(), purpose="nino")
    if turn.call.participants.filter(nino_key=key).exists():
        turn.record(Action.PARTICIPANT_SOUGHT, subject=_subject(number), again=True)
        return Refusal(f"This {state.policy.participant} has already been dealt with in this call.", "nino")
    found = circumstances.find_participant(
        nino=nino, name=name, prime_id=recorded(turn.call.prime_id), programme=Programme(turn.call.programme)
    )
    taken = CallParticipant(
        call=turn.call, challenge=turn.call.challenge, number=number, nino_said=nino, nino_key=key, name_said=name,
        identified_at=turn.at,
    )  # fmt: skip
    if found is None:
        return _not_found(turn, state, taken, give_up=give_up)
    taken.person_id, taken.referral_id = found.person_id, found.referral_id
    if isinstance(found, circumstances.Blocked):
        _take_place(turn, taken, Identified.BLOCKED, Action.PARTICIPANT_BLOCKED)
        return None
    held = circumstances.held_answers(found.referral_id, state.policy.questions)
    taken.security_check = security.open_check(
        about=f"referral:{found.referral_id}", usable=held.keys(), at=turn.at, chain=turn.chain, actor=turn.actor
    )
    _take_place(turn, taken, Identified.FOUND, Action.PARTICIPANT_FOUND)
    return None


def _not_found(turn: Turn, state: State, taken: CallParticipant, *, give_up: bool) -> Refusal | None:
    attempt = state.tries + 1
    Sought.objects.create(call=turn.call, number=taken.number, attempt=attempt, at=turn.at)
    turn.record(Action.PARTICIPANT_SOUGHT, subject=_subject(taken.number), attempt=attempt)
    if give_up or attempt >= MOST_TRIES:
        _take_place(turn, taken, Identified.NOT_FOUND, Action.PARTICIPANT_NOT_FOUND)
        return None
    left = MOST_TRIES - attempt
    tries = "1 more try" if left == 1 else f"{left} more tries"
    who = state.policy.participant
    return Refusal(f"No {who} was found with this number and name. Check both with the caller: {tries}.", "nino")


def _take_place(turn: Turn, taken: CallParticipant, identified: Identified, action: Action) -> None:
    taken.identified = identified
    taken.save(force_insert=True)
    turn.record(action, subject=_subject(taken.number))


def answer(turn: Turn, taken: Taken, *, answer: Answer | None) -> None:
    """Take the caller's one answer (S5, S6). An answer of a fixed form is marked at once."""
    marked = security.answer(
        check_id=taken.check.pk, answer=answer, held=_held_now(turn.call, taken),
        at=turn.at, chain=turn.chain, actor=turn.actor,
    )  # fmt: skip
    _note_result(turn, taken, passed=marked.passed)


def mark(turn: Turn, taken: Taken, *, right: bool) -> None:
    """Take the agent's judgement of a free answer (S5)."""
    security.mark_free(check_id=taken.check.pk, right=right, at=turn.at, chain=turn.chain, actor=turn.actor)
    _note_result(turn, taken, passed=right)


def set_aside(turn: Turn, taken: Taken, *, reason: Unclear) -> None:
    """Take the agent's word that the record is unclear: another question is drawn from the rest (S3)."""
    usable = _held(turn.call, taken).keys()
    security.set_aside(
        check_id=taken.check.pk, usable=usable, reason=reason, at=turn.at, chain=turn.chain, actor=turn.actor
    )


def held_answer(turn: Turn, taken: Taken) -> HeldAnswer:
    """What LMS holds, to be shown beside an answer that was given (S5); each showing is recorded."""
    turn.record(Action.HELD_ANSWER_SHOWN, subject=taken.subject, kind=taken.kind)
    return _held_now(turn.call, taken)


def go_on(turn: Turn, state: State, taken: Taken, *, then: Then) -> None:
    """Record what follows this participant (S6). Raises NotAChoice.

    A call that is ended over a failed check ends at once, unless somebody was advised: then the read-back comes first.
    """
    if then not in choices_after(taken.row.number, taken.standing):
        raise NotAChoice(then)
    taken.row.then = then
    taken.row.save(update_fields=["then"])
    if then is Then.END and not state.anyone_advised:
        end(turn, Outcome.FAILED_CHECK)


def no_more(turn: Turn) -> None:
    """Record that there is nobody else after all, though another participant was announced."""
    turn.call.no_more_at = turn.at
    turn.save("no_more_at")
    turn.record(Action.NO_MORE_PARTICIPANTS)


def _note_result(turn: Turn, taken: Taken, *, passed: bool | None) -> None:
    """Once passed, note whether Universal Credit takes the participant out of this service (S8)."""
    if passed:
        taken.row.universal_credit = circumstances.on_universal_credit(taken.referral_id, today=turn.today)
        taken.row.save(update_fields=["universal_credit"])


def _held_now(call: Call, taken: Taken) -> HeldAnswer:
    """The open question's answer; nothing, which no answer matches, where an extract took it away since the draw."""
    return _held(call, taken).get(taken.kind, ())


def _held(call: Call, taken: Taken) -> HeldAnswers:
    return circumstances.held_answers(taken.referral_id, policy(Programme(call.programme)).questions)


def _subject(number: int) -> str:
    return f"participant {number}"
