"""The provider's address and numbers beside LMS's (C2, C3)."""

from typing import Any

from django import forms

from circumstances.rules.advice import Comparison
from programmes.scripts import Script

from ..forms import CompareForm
from ..rules import Detail
from ..services.checking import contact_details, record_comparison, wanted_of
from ..services.turn import Refusal, Turn
from .after_check import AfterCheck
from .base import Spot


class CompareDetails(AfterCheck):
    slug = "details"
    label = "Address and numbers"
    script = (Script.ASK_PROVIDER_DETAILS,)
    amendable = True
    form_class = CompareForm

    def applies(self, spot: Spot) -> bool:
        return super().applies(spot) and bool(_compared(spot))

    def done(self, spot: Spot) -> bool:
        row = spot.participant.row
        return all(getattr(row, detail.value) is not None for detail in _compared(spot))

    def form_arguments(self, spot: Spot) -> dict[str, Any]:
        row = spot.participant.row
        return {"compared": _compared(spot), "initial": {"address": row.address, "phone": row.phone}}

    def context(self, spot: Spot, turn: Turn, form: forms.Form) -> dict[str, Any]:
        return {"held": contact_details(turn, spot.participant), "compared": _compared(spot)}

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | None:
        given = {name: Comparison(value) for name, value in form.cleaned_data.items()}
        record_comparison(turn, spot.participant, address=given.get("address"), phone=given.get("phone"))
        return None


def _compared(spot: Spot) -> list[Detail]:
    wanted = wanted_of(spot.participant.row)
    return [detail for detail in (Detail.ADDRESS, Detail.PHONE) if detail in wanted]
