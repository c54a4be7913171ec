"""Why Provider Direct may not be appropriate, if it may not (C10), and what the caller asks to have checked (C2)."""

from typing import Any

from django import forms

from core.forms import CheckboxesField
from programmes.scripts import Script

from ..rules import Detail
from ..services.checking import cautions_of, record_asked
from ..services.turn import Refusal, Turn
from .after_check import AfterCheck
from .base import Spot
from .fields import DETAIL_LABELS, QUESTION, paragraphs_of


class WhatToCheckForm(forms.Form):
    asked = CheckboxesField(
        label="What does the caller ask to have checked?",
        choices=[(detail.value, label) for detail, label in DETAIL_LABELS.items()],
        missing="Select what the caller asks for. If unsure, ask again",
        look=QUESTION,
    )


class WhatToCheck(AfterCheck):
    slug = "what-to-check"
    label = "What to check"
    script = (Script.ASK_WHAT_TO_CHECK,)
    amendable = True
    form_class = WhatToCheckForm

    def done(self, spot: Spot) -> bool:
        return spot.participant.row.asked is not None

    def form_arguments(self, spot: Spot) -> dict[str, Any]:
        return {"initial": {"asked": spot.participant.row.asked}}

    def context(self, spot: Spot, turn: Turn, form: forms.Form) -> dict[str, Any]:
        policy, cautions = spot.state.policy, cautions_of(turn, spot.participant)
        return {
            "script": [*policy.words_of([caution.kind for caution in cautions]), *policy.script(*self.script)],
            "cautions": paragraphs_of(cautions),
        }

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | None:
        record_asked(turn, spot.participant, asked={Detail(detail) for detail in form.cleaned_data["asked"]})
        return None
