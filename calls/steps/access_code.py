"""Three characters of the provider's access code, drawn once and tried once (A2 to A5)."""

from collections.abc import Mapping
from typing import Any

from django import forms

from accesscodes.forms import ChallengeForm
from accesscodes.rules.alphabet import SAID
from accesscodes.rules.positions import in_words
from programmes.scripts import Script

from ..services.access_code import answer
from ..services.turn import Refusal, Turn
from ..state import recorded
from .base import Spot, Step


class AccessCode(Step):
    slug = "access-code"
    label = "Access code"
    group = "Access code"
    script = (Script.ASK_CODE,)
    button = "Check the characters"

    def done(self, spot: Spot) -> bool:
        challenge = spot.state.call.challenge
        return challenge is not None and challenge.passed is not None

    def achieved(self, spot: Spot) -> bool:
        return spot.state.access_code_passed

    def slots(self, spot: Spot) -> Mapping[str, str]:
        return {"positions": in_words(recorded(spot.state.call.challenge).positions)}

    def form(self, spot: Spot, turn: Turn, data: Any = None) -> forms.Form:
        return ChallengeForm(data, positions=recorded(spot.state.call.challenge).positions)

    def context(self, spot: Spot, turn: Turn, form: forms.Form) -> dict[str, Any]:
        return {"route": spot.state.policy.route(recorded(spot.state.call.route)), "said": SAID}

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | None:
        answer(turn, said=form.cleaned_data["characters"])
        return None
