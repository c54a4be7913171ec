"""The reason for the call (E5) and its referral route (P3)."""

from typing import Any

from django import forms

from programmes.scripts import Script

from ..forms import PurposeForm
from ..services.caller import record_purpose
from ..services.turn import Refusal, Turn
from .base import Spot, Step


class Purpose(Step):
    slug = "purpose"
    label = "Reason for the call"
    group = "Reason"
    script = (Script.ASK_PURPOSE,)
    form_class = PurposeForm

    def done(self, spot: Spot) -> bool:
        return bool(spot.state.call.route or spot.state.call.declined)

    def form_arguments(self, spot: Spot) -> dict[str, Any]:
        return {"policy": spot.state.policy}

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | None:
        record_purpose(turn, purpose=form.cleaned_data["purpose"])
        return None
