"""Input on the SPoC's own pages."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.forms import InputWidth, Look, SelectField, TextareaField, TextField, YesNoField, choices

from .models import Provider
from .rules.names import LONGEST


class OwnCallerForm(forms.Form):
    """Someone who may call from now on."""

    full_name = TextField(
        label="Full name",
        help_text="As they will say it on the telephone",
        missing="Enter the caller's full name",
        max_length=LONGEST,
        attrs={"autocomplete": "off"},
    )

    def __init__(self, *args: Any, companies: Iterable[Provider], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"] = SelectField(
            label="Organisation that they work for",
            help_text="Your own organisation, or a subcontractor that is in your supply chain today",
            missing="Select the organisation that they work for",
            choices=choices((str(company.pk), company.name) for company in companies),
            error_messages={"invalid_choice": "Select an organisation that is in your supply chain today"},
        )


class EndCallerForm(forms.Form):
    """Why someone may not call any more. Carries the version that its page was drawn from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    reason = TextareaField(
        label="Why may this person not call any more?",
        help_text="For example: left for another job, or does other work now",
        missing="Enter why this person may not call any more",
        max_length=200,
        rows=2,
    )


class FindCallerForm(forms.Form):
    """Finding callers by name and organisation."""

    q = TextField(label="Name", required=False, max_length=LONGEST, look=Look(width=InputWidth.TWENTY))

    def __init__(self, *args: Any, companies: Iterable[Provider], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", "Every organisation"), *((str(company.pk), company.name) for company in companies)]
        self.fields["company"] = SelectField(label="Organisation", required=False, choices=every)


class OwnPlanForm(forms.Form):
    """How the access code is kept secure (WP 17). `after` names the plans that the page was drawn from."""

    after = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    how_kept = TextareaField(
        label="How do you keep the access code secure?",
        help_text="Explain in detail: who receives the code, how it is passed on and stored, and what happens when "
        "people leave. Do not write an access code here.",
        missing="Enter how you keep the access code secure",
        max_length=4000,
        rows=10,
    )
    needs_updating = YesNoField(
        label="Does your organisation's security plan need updating?",
        help_text="If it does, a Deed of Variation is required before your explanation can be accepted.",
        missing="Select whether your organisation's security plan needs updating",
    )
    field_order = ["after", "what_changes", "how_kept", "needs_updating"]

    def __init__(self, *args: Any, reports_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reports_change:
            self.fields["what_changes"] = TextareaField(
                label="What changes, and from when?",
                missing="Enter what changes, and from when",
                max_length=2000,
                rows=4,
            )
            self.order_fields(self.field_order)
