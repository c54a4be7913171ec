"""The provider's address and numbers beside LMS's (C2, C3)."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms

from circumstances.rules.advice import Comparison
from circumstances.selectors import ContactDetails
from core.forms import RadioField
from programmes.scripts import Script

from ..rules import Detail
from ..services.checking import contact_details, digest_of, record_comparison, record_shown, wanted_of
from ..services.turn import Refusal, Turn
from .after_check import AfterCheck
from .base import Spot
from .fields import DETAIL_LABELS, IN_A_QUESTION, QUESTION, DigestField

CHANGED = "LMS has changed since this page was shown. Compare again with what it shows now"


class CompareForm(forms.Form):
    """Whether the provider's details are LMS's (C3), for each that is wanted and that LMS holds.

    `shown` carries a digest of what the page showed, so that nothing else is compared.
    """

    shown = DigestField()

    def __init__(self, *args: Any, held: ContactDetails, digest: str, wanted: Sequence[Detail], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held, self.digest, self.wanted = held, digest, wanted
        self.fields["shown"].initial = digest
        for detail in wanted:
            if self._holds(detail):
                label = DETAIL_LABELS[detail]
                self.fields[detail.value] = RadioField(
                    label=f"{label}: does the provider hold the same?",
                    choices=[
                        (Comparison.SAME.value, "The same"),
                        (Comparison.DIFFERENT.value, "Different: I will read out the right details"),
                    ],
                    missing=f"Select whether the provider holds the same {label.lower()}",
                    look=QUESTION,
                )

    def found(self, detail: Detail) -> Comparison | None:
        """What came of the comparison; None for a detail that is not wanted."""
        if detail not in self.wanted:
            return None
        return Comparison(self.cleaned_data[detail.value]) if self._holds(detail) else Comparison.NOT_HELD

    def _holds(self, detail: Detail) -> bool:
        return bool(self.held.address if detail is Detail.ADDRESS else self.held.phones)


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

    def slots(self, spot: Spot) -> Mapping[str, str]:
        return {"details": " and ".join(IN_A_QUESTION[detail] for detail in _compared(spot))}

    def form(self, spot: Spot, turn: Turn, data: Any = None) -> forms.Form:
        taken = spot.participant
        held = contact_details(turn, taken)
        recorded = {"address": taken.row.address, "phone": taken.row.phone}
        digest = digest_of([held.address, held.phones])
        return CompareForm(data, held=held, digest=digest, wanted=_compared(spot), initial=recorded)

    def context(self, spot: Spot, turn: Turn, form: forms.Form) -> dict[str, Any]:
        record_shown(turn, spot.participant)
        return {"held": cast(CompareForm, form).held, "compared": _compared(spot)}

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | None:
        form = cast(CompareForm, form)
        if form.cleaned_data["shown"] != form.digest:
            return Refusal(CHANGED)
        record_comparison(turn, spot.participant, address=form.found(Detail.ADDRESS), phone=form.found(Detail.PHONE))
        return None


def _compared(spot: Spot) -> list[Detail]:
    wanted = wanted_of(spot.participant.row)
    return [detail for detail in (Detail.ADDRESS, Detail.PHONE) if detail in wanted]
