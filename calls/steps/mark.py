"""A free answer beside what LMS holds, for the agent to judge (S3, S5)."""

from typing import Any

from django import forms

from programmes.scripts import Script
from security.forms import Judgement, MarkForm
from security.rules.check import Unclear

from ..rules import Standing
from ..services.participants import held_answer, mark, set_aside
from ..services.turn import Refusal, Turn
from ..state import recorded
from .base import Spot, Step


class Mark(Step):
    slug = "mark"
    label = "Compare the answer"
    group = "Security check"
    script = (Script.ONE_MOMENT,)
    form_class = MarkForm

    def applies(self, spot: Spot) -> bool:
        return spot.taken is not None and spot.taken.standing is Standing.BEING_CHECKED

    def done(self, spot: Spot) -> bool:
        question = spot.participant.question
        return question is None or not question.answered

    def context(self, spot: Spot, turn: Turn, form: forms.Form) -> dict[str, Any]:
        taken = spot.participant
        return {
            "question": spot.state.policy.wording[taken.kind].name,
            "said": recorded(taken.question).answer,
            "held": held_answer(turn, taken),
        }

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | None:
        judgement = Judgement(form.cleaned_data["judgement"])
        if judgement is Judgement.UNCLEAR:
            set_aside(turn, spot.participant, reason=Unclear(form.cleaned_data["unclear"]))
        else:
            mark(turn, spot.participant, right=judgement is Judgement.MATCHES)
        return None
