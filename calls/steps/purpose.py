"""The reason for the call (E5) and its referral route (P3)."""

from typing import Any

from django import forms

from core.forms import RadioField
from programmes.policy import Policy, Route
from programmes.scripts import Script

from ..services.caller import record_purpose
from ..services.turn import Refusal, Turn
from .base import Spot, Step
from .fields import QUESTION


class PurposeForm(forms.Form):
    purpose = RadioField(
        label="What is the call for?", missing="Select what the call is for", look=QUESTION, choices=()
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["purpose"]
        routes = [(route.code, _route_label(route)) for route in policy.routes]
        declined = [(purpose.value, words.label) for purpose, words in policy.declined.items()]
        field.choices = [*routes, *declined]  # type: ignore[attr-defined]
        field.hints = {route.code: policy.word(route.signpost) for route in policy.routes} | {  # type: ignore[attr-defined]
            purpose.value: "Not dealt with here: the call ends." for purpose in policy.declined
        }


def _route_label(route: Route) -> str:
    sanction = f" ({route.sanction} sanction)" if route.sanction else ""
    return f"{route.code}: {route.name}{sanction}"


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
