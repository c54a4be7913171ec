"""What the caller did not ask for is offered (C2)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms

from core.forms import YesNoField
from programmes.scripts import Script

from ..rules import Detail, to_offer
from ..services.checking import record_accepted
from ..services.turn import Refusal, Turn
from .after_check import AfterCheck
from .base import Spot
from .fields import DETAIL_LABELS, IN_A_QUESTION


class OfferForm(forms.Form):
    """One yes or no for each detail that the caller did not ask for."""

    def __init__(
        self, *args: Any, offered: Sequence[Detail], accepted: Collection[Detail] | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        for detail in offered:
            self.fields[detail.value] = YesNoField(
                label=f"{DETAIL_LABELS[detail]}: does the caller want a check?",
                missing=f"Select yes or no for {DETAIL_LABELS[detail].lower()}",
                initial=None if accepted is None else ("yes" if detail in accepted else "no"),
            )

    @property
    def accepted(self) -> list[Detail]:
        return [Detail(name) for name, wanted in self.cleaned_data.items() if wanted]


class Offer(AfterCheck):
    slug = "offer"
    label = "Offer the rest"
    script = (Script.OFFER,)
    amendable = True
    form_class = OfferForm

    def applies(self, spot: Spot) -> bool:
        return super().applies(spot) and bool(_offered(spot))

    def done(self, spot: Spot) -> bool:
        return spot.participant.row.accepted is not None

    def slots(self, spot: Spot) -> Mapping[str, str]:
        offered = _offered(spot)
        return {
            "offered": " or ".join(f"the {IN_A_QUESTION[detail]}" for detail in offered),
            "those": "that" if offered == (Detail.ADDRESS,) else "those",
        }

    def form_arguments(self, spot: Spot) -> dict[str, Any]:
        return {"offered": _offered(spot), "accepted": spot.participant.row.accepted}

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | None:
        record_accepted(turn, spot.participant, accepted=form.accepted)  # type: ignore[attr-defined]
        return None


def _offered(spot: Spot) -> tuple[Detail, ...]:
    asked = spot.participant.row.asked
    return () if asked is None else to_offer([Detail(detail) for detail in asked])
