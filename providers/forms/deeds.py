"""What has a page of its own: inviting a SPoC, ending a subcontractor, withdrawing and reinstating the service."""

from typing import Any

from django import forms

from core.forms import (
    CheckboxField,
    DateField3,
    LabelSize,
    Look,
    PersonEmailField,
    PersonNameField,
    RadioField,
    TextareaField,
    TextField,
)

from ..rules.ending import EndReason
from .base import PageForm, TelephoneField


class InviteSpocForm(PageForm):
    full_name = PersonNameField(label="Full name")
    email = PersonEmailField(
        label="Email address",
        help_text="Their own, not one that others read: the access code is sent to it",
        missing="Enter their email address",
    )
    telephone = TelephoneField(
        label="Telephone number",
        help_text="To ring them when they have not acknowledged the access code",
        missing="Enter their telephone number",
    )
    started_on = DateField3(label="First day")


class EndForm(PageForm):
    """Ending a subcontractor, in a supply chain or altogether."""

    reason = RadioField(
        label="Why does it end?",
        choices=[(reason.value, reason.label) for reason in EndReason],
        missing="Select why it ends",
    )
    why = TextField(
        label="What has happened?",
        help_text="Kept in the history of the list. Name no people.",
        missing="Enter what has happened",
        max_length=200,
    )
    last_day = DateField3(
        label="Last day",
        help_text="They can still call on this day: to stop calls at once, enter yesterday. For example, 6 11 2026",
    )

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {**given, "version": given["version"] or 0, "reason": EndReason(given["reason"])}


class WithdrawForm(forms.Form):
    """Taking the service from a prime for misuse (E6)."""

    reason = TextareaField(
        label="Why the service is withdrawn",
        help_text="Every single point of contact of this provider is sent these words. Name no participants.",
        missing="Enter why the service is withdrawn",
        max_length=2000,
    )
    sure = CheckboxField(
        label="I understand that nobody can call for this provider from now on",
        missing="Tick the box to withdraw the service",
        look=Look(label_size=LabelSize.NORMAL),
    )


class ReinstateForm(forms.Form):
    """Giving the service back on the provider's assurance of compliance (E6)."""

    assured_by = TextField(
        label="Who gave the assurance",
        help_text="Their name, and their position at the provider",
        missing="Enter who gave the assurance",
        max_length=200,
    )
    assured_on = DateField3(label="Day on which it was given", noun="Day of the assurance")
    assurance = TextareaField(
        label="The provider's assurance of compliance",
        help_text="What the provider assured. The service is reinstated at once.",
        missing="Enter the assurance of compliance that the provider gave",
        max_length=2000,
    )
