"""Adding and changing the rows of the approved list. Each field carries the name of the model's field."""

from typing import Any

from django import forms

from core.forms import (
    DateField3,
    InputWidth,
    Look,
    RadioField,
    TextField,
    YesNoField,
)
from programmes.policy import POLICIES

from ..rules.names import LONGEST
from .base import ChangeForm, OrganisationField, PageForm, TelephoneField
from .deeds import InviteSpocForm
from .plans import SecurityPlanForm


class SearchForm(forms.Form):
    """Finding an organisation in the list."""

    q = TextField(
        label="Find an organisation",
        required=False,
        max_length=LONGEST,
        look=Look(width=InputWidth.TWENTY),
    )


class ProviderForm(PageForm):
    """An organisation to put on the list."""

    name = TextField(label="Name of the organisation", missing="Enter the name of the organisation", max_length=LONGEST)
    is_prime = YesNoField(label="Is it a prime provider?", help_text="A prime provider has contracts of its own.")


class ChangeProviderForm(ChangeForm, ProviderForm):
    """An organisation of the list."""

    ended_on = DateField3(
        label="First day off the list (optional)",
        noun="First day off the list",
        help_text="From this day nobody can call for it. For example, 6 11 2026",
        required=False,
    )

    def values(self) -> dict[str, Any]:
        return super().values() | ({} if self.cleaned_data["ended_on"] else {"end_reason": ""})


class PeriodForm(PageForm):
    """A first and a last day, both included."""

    starts_on = DateField3(label="First day")
    ends_on = DateField3(
        label="Last day (optional)",
        noun="Last day",
        help_text="They can still call on this day. Leave it empty while no end is known. For example, 6 11 2026",
        required=False,
    )


class ChangePeriodForm(ChangeForm, PeriodForm):
    """Another first or last day."""


class ChangeLinkForm(ChangePeriodForm):
    """Another first or last day in a supply chain."""

    def values(self) -> dict[str, Any]:
        return super().values() | ({} if self.cleaned_data["ends_on"] else {"end_reason": ""})


class ContractForm(PeriodForm):
    programme = RadioField(
        label="Programme",
        missing="Select a programme",
        choices=[(policy.programme.value, policy.name) for policy in POLICIES.values()],
    )
    field_order = ["programme", "starts_on", "ends_on"]


class SupplyChainForm(PeriodForm):
    subcontractor = OrganisationField(
        label="Subcontractor", help_text="As it is on the approved list", missing="Enter the subcontractor's name"
    )
    field_order = ["subcontractor", "starts_on", "ends_on"]


class PersonForm(PageForm):
    full_name = TextField(label="Full name", missing="Enter the caller's full name", max_length=LONGEST)
    starts_on = DateField3(label="First day on which they may call", noun="First day")


class CallerForm(PersonForm):
    company = OrganisationField(
        label="Organisation that they work for",
        help_text="The prime provider itself or a subcontractor of it",
        missing="Enter the organisation's name",
    )
    field_order = ["full_name", "company", "starts_on"]


class ChangeCallerForm(ChangeForm, PersonForm):
    ended_on = DateField3(
        label="Day on which it ends (optional)",
        noun="Day on which it ends",
        help_text="From this day they may not call: today ends it at once. For example, 6 11 2026",
        required=False,
    )

    def values(self) -> dict[str, Any]:
        """Why it is changed is why it ends, where this is what ends it."""
        ends = "ended_on" in self.changed_data and self.cleaned_data["ended_on"]
        return super().values() | ({"end_reason": self.cleaned_data["why"]} if ends else {})


class ChangeSpocForm(ChangeForm):
    telephone = TelephoneField(label="Telephone number", missing="Enter their telephone number")
    started_on = DateField3(label="First day")
    ended_on = DateField3(
        label="Day on which it ends (optional)",
        noun="Day on which it ends",
        help_text="From this day they are not a single point of contact. For example, 6 11 2026",
        required=False,
    )


# By the part of the list: the form to add a row, and the form to change one.
PART_FORMS: dict[str, tuple[type[PageForm], type[PageForm]]] = {
    "contracts": (ContractForm, ChangePeriodForm),
    "supply-chain": (SupplyChainForm, ChangeLinkForm),
    "authorised-callers": (CallerForm, ChangeCallerForm),
    "spocs": (InviteSpocForm, ChangeSpocForm),
    "security-plans": (SecurityPlanForm, SecurityPlanForm),
}
