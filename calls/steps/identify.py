"""The participant's National Insurance number and full name (S1, S9, S10)."""

from typing import Any

from django import forms

from programmes.scripts import Script

from ..forms import IdentifyForm
from ..services.participants import no_more, seek
from ..services.turn import Refusal, Turn
from .base import Spot, Step


class Identify(Step):
    slug = "identify"
    label = "Number and name"
    group = "Security check"
    script = (Script.ASK_PARTICIPANT,)
    again = (Script.ASK_PARTICIPANT_AGAIN,)
    button = "Find"
    form_class = IdentifyForm

    def done(self, spot: Spot) -> bool:
        return spot.taken is not None

    def scripts(self, spot: Spot) -> tuple[Script, ...]:
        return (Script.CODE_PASSED, *self.script) if spot.number == 1 and not spot.state.tries else self.script

    def form_arguments(self, spot: Spot) -> dict[str, Any]:
        return {"may_give_up": spot.state.tries > 0, "may_stop": bool(spot.state.participants)}

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | None:
        said = form.cleaned_data
        if said.get("no_more"):
            no_more(turn)
            return None
        return seek(turn, spot.state, nino=said["nino"], name=said["name"], give_up=said.get("give_up", False))
