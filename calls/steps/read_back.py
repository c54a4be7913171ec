"""The read-back: what to write down for each participant, and whether all is clear (R1, R2)."""

from typing import Any

from django import forms

from audit.actions import Action
from core.forms import RadioField
from programmes.scripts import Script

from ..read_back import lines
from ..rules import Outcome
from ..services.opening import end
from ..services.turn import Refusal, Remark, Turn
from .base import Spot, Step
from .fields import QUESTION

AGAIN = "Go over it again with the caller. Select yes once everything is clear: that ends the call."


class ReadBackForm(forms.Form):
    clear = RadioField(
        label="Does the caller have all the details, and is it clear what to do?",
        choices=[("yes", "Yes: end the call"), ("no", "No: go over it again")],
        missing="Ask the caller, then select yes or no",
        look=QUESTION,
    )


class ReadBack(Step):
    slug = "read-back"
    label = "Read-back"
    group = "Read-back"
    script = (Script.WRITE_DOWN,)
    form_class = ReadBackForm

    def applies(self, spot: Spot) -> bool:
        return spot.state.participants_finished

    def done(self, spot: Spot) -> bool:
        return spot.state.call.ended_at is not None

    def achieved(self, spot: Spot) -> bool:
        """Confirmed by the caller: of calls ended over a failed check, only those that somebody was advised in (S6)."""
        call = spot.state.call
        if call.outcome == Outcome.FAILED_CHECK:
            return spot.state.anyone_advised and not hasattr(call, "closing")
        return call.outcome == Outcome.COMPLETED

    def context(self, spot: Spot, turn: Turn, form: forms.Form) -> dict[str, Any]:
        turn.record(Action.READ_BACK_SHOWN)
        policy = spot.state.policy
        return {
            "lines": lines(spot.state),
            "ask": policy.script(Script.ASK_ALL_CLEAR),
            "script": [
                *policy.script(Script.WRITE_DOWN),
                *(
                    f"Please write down {policy.word(line)[0].lower()}{policy.word(line)[1:]}."
                    for line in policy.write_down
                ),
            ],
            "agent": turn.actor.full_name if policy.names_agent else "",
            "today": turn.today,
        }

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | Remark | None:
        if form.cleaned_data["clear"] == "no":
            return Remark(AGAIN)
        end(turn, Outcome.FAILED_CHECK if spot.state.ended_early else Outcome.COMPLETED)
        return None
