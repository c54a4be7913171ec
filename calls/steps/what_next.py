"""What a participant ends with, and what follows: another one, the read-back, or the end (S6, S7, S8, L2)."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core.forms import RadioField
from programmes.policy import Policy
from programmes.scripts import Script
from security.rules.check import Reason

from ..rules import MOST_PARTICIPANTS, Standing, Then, choices_after
from ..services.participants import go_on
from ..services.turn import Refusal, Turn
from .base import Spot, Step
from .fields import QUESTION

SAID = {
    Standing.NOT_FOUND: (Script.NOT_FOUND,),
    Standing.BLOCKED: (Script.BLOCKED,),
    Standing.FAILED: (Script.CHECK_FAILED,),
    Standing.UNIVERSAL_CREDIT: (Script.CHECK_PASSED, Script.UNIVERSAL_CREDIT),
    Standing.ADVISED: (),
}
TITLES = {
    Standing.NOT_FOUND: "Not found",
    Standing.BLOCKED: "Not dealt with here",
    Standing.FAILED: "Security check failed",
    Standing.UNIVERSAL_CREDIT: "Universal Credit",
    Standing.ADVISED: "Advice recorded",
}


class ThenForm(forms.Form):
    then = RadioField(label="What next?", missing="Select what happens next", look=QUESTION, choices=())

    def __init__(self, *args: Any, choices: Sequence[Then], policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            Then.ANOTHER: f"Another {policy.participant}",
            Then.FINISH: f"No more {policy.participants}: go to the read-back",
            Then.END: "End the call: the caller is to call back with the right details",
        }
        self.fields["then"].choices = [(then.value, labels[then]) for then in choices]  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["then"].initial = choices[0].value


class WhatNext(Step):
    slug = "next"
    label = "What next"
    group = "Advice"
    counts = False  # the advice is on record before it is asked what follows
    form_class = ThenForm

    def applies(self, spot: Spot) -> bool:
        return spot.taken is not None and spot.taken.standing in SAID

    def done(self, spot: Spot) -> bool:
        return spot.participant.row.then is not None

    def part(self, spot: Spot) -> str:
        """Whoever was not advised has come no further than the check."""
        return self.group if spot.participant.standing is Standing.ADVISED else "Security check"

    def title(self, spot: Spot) -> str:
        return TITLES[spot.participant.standing]

    def scripts(self, spot: Spot) -> tuple[Script, ...]:
        last = spot.number == MOST_PARTICIPANTS
        return (*SAID[spot.participant.standing], Script.NO_PLACES_LEFT if last else Script.NEXT_PARTICIPANT)

    def form_arguments(self, spot: Spot) -> dict[str, Any]:
        taken = spot.participant
        return {"choices": choices_after(taken.number, taken.standing), "policy": spot.state.policy}

    def context(self, spot: Spot, turn: Turn, form: forms.Form) -> dict[str, Any]:
        return {"standing": spot.participant.standing.name, "unanswerable": _no_question_left(spot)}

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | None:
        go_on(turn, spot.state, spot.participant, then=Then(form.cleaned_data["then"]))
        return None


def _no_question_left(spot: Spot) -> bool:
    """The participant failed because LMS holds nothing usable to ask, not because of a wrong answer (S3)."""
    taken = spot.participant
    return taken.standing is Standing.FAILED and taken.check.reason == Reason.NO_USABLE_QUESTION
