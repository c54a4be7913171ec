"""The participant security check as deeds: open, answer, mark, set aside (S2 to S6).

`chain` is the audit chain of the call, "call:REF". Every service locks the check and is one transaction, inside
the caller's if any. Held answers are passed in, compared, and neither kept nor logged.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.db.models.functions import Coalesce

from accounts.models import User
from audit.actions import Action
from audit.services import record
from programmes.types import HeldAnswer, QuestionKind

from .models import DrawnQuestion, ParticipantCheck
from .rules.answers import to_json
from .rules.check import Marked, Reason, Unclear
from .rules.draw import draw, rest
from .rules.mark import FIXED, FREE, Answer, mark
from .rules.repeat import Asked, question_to_repeat


class CheckDecided(RuntimeError):
    """One try: the check is over (S6; WP 30)."""


class NoOpenQuestion(RuntimeError):
    """There is no question to answer, mark or set aside."""


class AlreadyAnswered(RuntimeError):
    """The open question has its answer; it waits for the agent's mark."""


class AnswerFirst(RuntimeError):
    """An answer comes before it is marked or the record is called unclear (S5)."""


@transaction.atomic
def open_check(
    *, about: str, usable: Collection[QuestionKind], at: datetime, chain: str, actor: User | None
) -> ParticipantCheck:
    """Open a participant's check and draw its question from the usable kinds (S3; WP 27, 28).

    `about` names the referral. A question about it that was left unanswered or not answered rightly in the last 24
    hours is asked again (decision 0105); checks about it wait for each other, so that two calls at once agree.
    Where LMS holds no usable answer at all the check is decided at once: failed, "no usable question".
    """
    _one_at_a_time(about)
    repeated = question_to_repeat(_latest_asked(about), usable=usable, now=at)
    check = ParticipantCheck.objects.create(about=about, opened_at=at, opened_by=actor)
    kinds = rest(usable, ()) if repeated is None else (repeated,)
    _draw_or_fail(check, kinds, order=1, at=at, chain=chain, actor=actor)
    return check


@transaction.atomic
def answer(
    *, check_id: int, answer: Answer | None, held: HeldAnswer, at: datetime, chain: str, actor: User | None
) -> Marked:
    """Take the caller's one answer to the open question (S5, S6).

    An answer of a fixed form is judged at once and not kept; a free one is kept for the agent to mark. None, where
    the caller cannot answer, is wrong whatever the kind. Raises CheckDecided, NoOpenQuestion and AlreadyAnswered.
    """
    check, question = _open_question(check_id)
    if question.answered_at is not None:
        raise AlreadyAnswered(f"The question of check {check_id} has been answered.")
    question.answered_at = at
    _record(Action.QUESTION_ANSWERED, question, at=at, chain=chain, actor=actor)
    if answer is None or question.kind in FIXED:
        right = answer is not None and mark(QuestionKind(question.kind), answer, held)
        return _decide(check, question, right=right, at=at, chain=chain, actor=actor)
    question.answer = to_json(answer)
    question.save(update_fields=["answer", "answered_at"])
    return Marked(decided=False)


@transaction.atomic
def mark_free(*, check_id: int, right: bool, at: datetime, chain: str, actor: User | None) -> Marked:
    """Record how the agent marked a free answer beside the held one (S5), which decides the check.

    Raises CheckDecided, NoOpenQuestion and AnswerFirst.
    """
    check, question = _answered_question(check_id)
    return _decide(check, question, right=right, at=at, chain=chain, actor=actor)


@transaction.atomic
def set_aside(
    *, check_id: int, usable: Collection[QuestionKind], reason: Unclear, at: datetime, chain: str, actor: User | None
) -> Marked:
    """Record that the agent finds LMS unclear on a free question, and draw from the rest (S3; WP 29; MWA 25, 26).

    Only once it is answered, when the held value is in view. None left: the check is decided, failed.
    Raises CheckDecided, NoOpenQuestion and AnswerFirst.
    """
    check, question = _answered_question(check_id)
    question.set_aside_at, question.set_aside_reason, question.answer = at, reason, None
    question.save(update_fields=["set_aside_at", "set_aside_reason", "answer"])
    _record(Action.QUESTION_UNCLEAR, question, at=at, chain=chain, actor=actor)
    drawn = [QuestionKind(kind) for kind in check.questions.values_list("kind", flat=True)]
    return _draw_or_fail(check, rest(usable, drawn), order=len(drawn) + 1, at=at, chain=chain, actor=actor)


def _one_at_a_time(about: str) -> None:
    """Hold the checks about one referral until the transaction ends; before the first there is no row to lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('check:' || %s, 0))", [about])


def _latest_asked(about: str) -> Asked | None:
    """The question about it that was drawn or answered last; one that was set aside counts for nothing."""
    questions = DrawnQuestion.objects.filter(participant_check__about=about, set_aside_at=None)
    latest = questions.order_by(Coalesce("answered_at", "drawn_at").desc(), "-id").first()
    if latest is None:
        return None
    return Asked(QuestionKind(latest.kind), latest.drawn_at, latest.answered_at, latest.marked_right)


def _open_question(check_id: int) -> tuple[ParticipantCheck, DrawnQuestion]:
    check = ParticipantCheck.objects.select_for_update(no_key=True).get(pk=check_id)
    if check.decided_at is not None:
        raise CheckDecided(f"Check {check_id} is decided.")
    question = check.questions.filter(set_aside_at=None, marked_right=None).first()
    if question is None:
        raise NoOpenQuestion(f"Check {check_id} has no open question.")
    return check, question


def _answered_question(check_id: int) -> tuple[ParticipantCheck, DrawnQuestion]:
    check, question = _open_question(check_id)
    if question.answered_at is None or question.kind not in FREE:
        raise AnswerFirst(f"The question of check {check_id} has no answer yet.")
    return check, question


def _draw_or_fail(
    check: ParticipantCheck, kinds: tuple[QuestionKind, ...], *, order: int,
    at: datetime, chain: str, actor: User | None,
) -> Marked:  # fmt: skip
    if not kinds:
        return _close(check, Reason.NO_USABLE_QUESTION, at=at, chain=chain, actor=actor)
    question = DrawnQuestion.objects.create(participant_check=check, order=order, kind=draw(kinds), drawn_at=at)
    _record(Action.QUESTION_DRAWN, question, at=at, chain=chain, actor=actor)
    return Marked(decided=False)


def _decide(
    check: ParticipantCheck, question: DrawnQuestion, *, right: bool, at: datetime, chain: str, actor: User | None
) -> Marked:
    question.marked_right, question.answer = right, None
    question.save(update_fields=["answered_at", "marked_right", "answer"])
    return _close(check, Reason.RIGHT if right else Reason.WRONG, at=at, chain=chain, actor=actor)


def _close(check: ParticipantCheck, reason: Reason, *, at: datetime, chain: str, actor: User | None) -> Marked:
    check.decided_at, check.passed, check.reason = at, reason is Reason.RIGHT, reason
    check.save(update_fields=["decided_at", "passed", "reason"])
    record(
        Action.CHECK_PASSED if check.passed else Action.CHECK_FAILED,
        chain=chain, actor=actor, at=at, subject=f"check:{check.pk}", detail={"reason": reason},
    )  # fmt: skip
    return Marked(decided=True, passed=check.passed, reason=reason)


def _record(action: Action, question: DrawnQuestion, *, at: datetime, chain: str, actor: User | None) -> None:
    record(
        action, chain=chain, actor=actor, at=at, subject=f"check:{question.participant_check_id}",
        detail={"kind": question.kind, "order": question.order},
    )  # fmt: skip
