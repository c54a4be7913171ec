"""Reading how a participant's check stands. The held value comes from circumstances/, never from here."""

from collections.abc import Collection
from dataclasses import dataclass

from programmes.types import QuestionKind

from .models import DrawnQuestion
from .rules.answers import from_json
from .rules.check import Unclear
from .rules.mark import FREE, Answer


@dataclass(frozen=True)
class OpenQuestion:
    """The question before the agent. `answer` is there only while a free answer waits for its mark."""

    kind: QuestionKind
    order: int
    answered: bool
    answer: Answer | None

    @property
    def to_be_marked(self) -> bool:
        return self.answered and self.kind in FREE


def open_question(check_id: int) -> OpenQuestion | None:
    """The question that is drawn and neither marked nor set aside, or None. One query."""
    return open_questions([check_id]).get(check_id)


def open_questions(check_ids: Collection[int]) -> dict[int, OpenQuestion]:
    """The open question of each of these checks that has one. One query, none for no checks."""
    if not check_ids:
        return {}
    questions = DrawnQuestion.objects.filter(
        participant_check__in=check_ids, set_aside_at=None, marked_right=None
    ).order_by()
    return {question.participant_check_id: _open(question) for question in questions}


@dataclass(frozen=True)
class Drawn:
    """One question of a check: whether it was set aside, why if the agent said, and what came of the check."""

    kind: QuestionKind
    set_aside: bool
    unclear: Unclear | None
    passed: bool | None


def questions_of(check_ids: Collection[int]) -> dict[tuple[int, int], Drawn]:
    """The questions of these checks by check and order, in their order; no answers. One query, none for no checks."""
    if not check_ids:
        return {}
    questions = DrawnQuestion.objects.filter(participant_check__in=check_ids).select_related("participant_check")
    return {
        (question.participant_check_id, question.order): Drawn(
            kind=QuestionKind(question.kind),
            set_aside=question.set_aside_at is not None,
            unclear=Unclear(question.set_aside_reason) if question.set_aside_reason else None,
            passed=question.participant_check.passed,
        )
        for question in questions.order_by("participant_check_id", "order")
    }


def _open(question: DrawnQuestion) -> OpenQuestion:
    kind = QuestionKind(question.kind)
    answer = None if question.answer is None else from_json(kind, question.answer)
    return OpenQuestion(kind, question.order, question.answered_at is not None, answer)
