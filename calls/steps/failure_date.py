"""The date of failure to take part, asked first (C1), and whether it was told in advance (C10)."""

from datetime import date
from typing import Any

from django import forms

from core import clock
from core.forms import DateField3, LabelSize, Look, YesNoField
from programmes.policy import Policy
from programmes.scripts import Script
from programmes.types import CautionKind

from ..services.checking import record_failure_date
from ..services.turn import Refusal, Remark, Turn
from .after_check import AfterCheck
from .base import Spot
from .fields import QUESTION


class FailureDateForm(forms.Form):
    failed_on = DateField3(label="Date of failure", noun="Date of failure", look=QUESTION)
    told_in_advance = YesNoField(label="Told in advance", look=Look(inline=True, label_size=LabelSize.MEDIUM))

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["failed_on"].label = f"Date on which the {policy.participant} {policy.failure_words}"
        if policy.asks_told_in_advance:
            self.fields[
                "told_in_advance"
            ].label = f"Did the {policy.participant} say beforehand that they could not do it?"
        else:
            del self.fields["told_in_advance"]

    def clean_failed_on(self) -> date:
        day: date = self.cleaned_data["failed_on"]
        if day > clock.today():
            raise forms.ValidationError("Date of failure must not be in the future", code="future")
        return day


class FailureDate(AfterCheck):
    slug = "failure-date"
    label = "Date of failure"
    amendable = True
    form_class = FailureDateForm

    def done(self, spot: Spot) -> bool:
        return spot.participant.row.failed_on is not None

    def scripts(self, spot: Spot) -> tuple[Script, ...]:
        told = (Script.ASK_TOLD_IN_ADVANCE,) if spot.state.policy.asks_told_in_advance else ()
        return (Script.CHECK_PASSED, Script.ASK_FAILURE_DATE, *told)

    def form_arguments(self, spot: Spot) -> dict[str, Any]:
        row = spot.participant.row
        return {
            "policy": spot.state.policy,
            "initial": {"failed_on": row.failed_on, "told_in_advance": row.told_in_advance},
        }

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | Remark | None:
        said, row = form.cleaned_data, spot.participant.row
        told = said.get("told_in_advance")
        # The step after this one says the caution; where that was answered already, nothing would.
        unsaid = bool(told) and not row.told_in_advance and row.asked is not None
        refusal = record_failure_date(turn, spot.participant, failed_on=said["failed_on"], told_in_advance=told)
        return refusal or (_to_say(spot.state.policy) if unsaid else None)


def _to_say(policy: Policy) -> Remark:
    return Remark(" ".join(["Tell the caller:", *policy.words_of([CautionKind.TOLD_IN_ADVANCE])]))
