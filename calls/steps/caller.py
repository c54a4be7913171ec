"""Company, name and prime provider, matched against the approved provider list (E1 to E4, E7)."""

from typing import Any, cast

from django import forms

from core.forms import CheckboxField, TextField
from programmes.scripts import Script

from ..services.caller import record_caller
from ..services.turn import Refusal, Turn
from .base import Spot, Step


class CallerForm(forms.Form):
    company = TextField(
        label="Company",
        missing="Enter the name of the caller's company",
        attrs={"data-suggest-url": "/providers/search/?kind=company", "autocomplete": "off"},
    )
    caller_name = TextField(
        label="Caller's own name", missing="Enter the caller's own name", attrs={"autocomplete": "off"}
    )
    prime = TextField(
        label="Prime provider",
        missing="Enter the name of the prime provider",
        attrs={"data-suggest-url": "/providers/search/?kind=prime", "autocomplete": "off"},
    )
    confirmed = CheckboxField(
        label="The caller has confirmed these details. Record the caller as not eligible and end the call.",
        required=False,
    )

    close_to: tuple[str, ...] = ()  # names like the caller's, for the agent alone

    def __init__(self, *args: Any, may_confirm: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._box = self.fields["confirmed"]
        if not may_confirm:
            del self.fields["confirmed"]

    def offer_to_confirm(self) -> None:
        """Offer the box that ends the call: the details were looked at and found wanting, not before."""
        self.fields["confirmed"] = self._box


class Caller(Step):
    slug = "caller"
    label = "Who is calling"
    group = "Caller"
    script = (Script.ASK_COMPANY,)
    again = (Script.ASK_COMPANY_AGAIN,)
    form_class = CallerForm

    def done(self, spot: Spot) -> bool:
        return spot.state.call.eligible is not None

    def achieved(self, spot: Spot) -> bool:
        return spot.state.call.eligible is True

    def form(self, spot: Spot, turn: Turn, data: Any = None) -> forms.Form:
        return CallerForm(data, may_confirm=data is not None and bool(data.get("confirmed")))

    def refused(self, form: forms.Form, refusal: Refusal) -> None:
        shown = cast(CallerForm, form)
        shown.close_to = getattr(refusal, "close_to", ())
        shown.offer_to_confirm()

    def context(self, spot: Spot, turn: Turn, form: forms.Form) -> dict[str, Any]:
        return {"close_to": getattr(form, "close_to", ())}

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | None:
        said = form.cleaned_data
        return record_caller(
            turn, company_name=said["company"], caller_name=said["caller_name"], prime_name=said["prime"],
            confirmed=said.get("confirmed", False),
        )  # fmt: skip
