"""The one security question, answered before anything held is shown (S2, S3, S5)."""

from typing import Any

from django import forms

from programmes.questions import Question as Wording
from programmes.scripts import Script
from security.forms import answer_form

from ..rules import Standing
from ..services.participants import answer
from ..services.turn import Refusal, Turn
from ..state import recorded
from .base import Spot, Step


class Question(Step):
    slug = "question"
    label = "Security question"
    group = "Security check"
    button = "Check the answer"

    def applies(self, spot: Spot) -> bool:
        return spot.taken is not None and spot.taken.standing is Standing.BEING_CHECKED

    def done(self, spot: Spot) -> bool:
        question = spot.participant.question
        return question is None or question.answered

    def form(self, spot: Spot, turn: Turn, data: Any = None) -> forms.Form:
        return answer_form(spot.participant.kind)(data, today=turn.today)

    def context(self, spot: Spot, turn: Turn, form: forms.Form) -> dict[str, Any]:
        wording: Wording = spot.state.policy.wording[spot.participant.kind]
        policy, first = spot.state.policy, recorded(spot.participant.question).order == 1
        return {"script": [*(() if first else policy.script(Script.ANOTHER_QUESTION)), policy.word(wording.ask)]}

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | None:
        answer(turn, spot.participant, answer=form.answer())  # type: ignore[attr-defined]
        return None
