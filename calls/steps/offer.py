"""What the caller did not ask for is offered (C2)."""

from typing import Any

from django import forms

from programmes.scripts import Script

from ..forms import OfferForm
from ..rules import Detail, to_offer
from ..services.checking import record_accepted
from ..services.turn import Refusal, Turn
from .after_check import AfterCheck
from .base import Spot


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

    def form_arguments(self, spot: Spot) -> dict[str, Any]:
        return {"offered": _offered(spot), "accepted": spot.participant.row.accepted}

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | None:
        record_accepted(turn, spot.participant, accepted=form.accepted)  # type: ignore[attr-defined]
        return None


def _offered(spot: Spot) -> tuple[Detail, ...]:
    asked = spot.participant.row.asked
    return () if asked is None else to_offer([Detail(detail) for detail in asked])
