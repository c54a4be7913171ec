"""Reading how a participant's check stands. The held value comes from circumstances/, never from here."""

from dataclasses import dataclass

from programmes.types import QuestionKind

from .models import DrawnQuestion
from .rules.answers import from_json
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
    question = DrawnQuestion.objects.filter(participant_check_id=check_id, set_aside_at=None, marked_right=None).first()
    if question is None:
        return None
    kind = QuestionKind(question.kind)
    answer = None if question.answer is None else from_json(kind, question.answer)
    return OpenQuestion(kind, question.order, question.answered_at is not None, answer)
