"""The date of failure to take part, asked first (C1), and whether it was told in advance (C10)."""

from typing import Any

from django import forms

from programmes.scripts import Script

from ..forms import FailureDateForm
from ..services.checking import record_failure_date
from ..services.turn import Refusal, Turn
from .after_check import AfterCheck
from .base import Spot


class FailureDate(AfterCheck):
    slug = "failure-date"
    label = "Date of failure"
    amendable = True
    form_class = FailureDateForm

    def done(self, spot: Spot) -> bool:
        return spot.participant.row.failed_on is not None

    def scripts(self, spot: Spot) -> tuple[Script, ...]:
        told = (Script.ASK_TOLD_IN_ADVANCE,) if spot.state.policy.cautions else ()
        return (Script.CHECK_PASSED, Script.ASK_FAILURE_DATE, *told)

    def form_arguments(self, spot: Spot) -> dict[str, Any]:
        row = spot.participant.row
        return {
            "policy": spot.state.policy,
            "initial": {"failed_on": row.failed_on, "told_in_advance": row.told_in_advance},
        }

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | None:
        said = form.cleaned_data
        return record_failure_date(
            turn, spot.participant, failed_on=said["failed_on"], told_in_advance=said.get("told_in_advance")
        )
