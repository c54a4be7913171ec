"""Input for the approved list. Each field carries the name of the model's field that it fills."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.functional import Promise

from core.forms import (
    CheckboxField,
    DateField3,
    EmailField,
    InputWidth,
    LabelSize,
    Look,
    RadioField,
    TextareaField,
    TextField,
    YesNoField,
)
from programmes.policy import POLICIES

from . import selectors
from .models import Provider
from .rules.names import LONGEST
from .rules.plans import Verdict

if TYPE_CHECKING:
    from accounts.models import User

# Each verdict as it is chosen, and what it does.
VERDICTS: Mapping[Verdict, tuple[str, str]] = MappingProxyType(
    {
        Verdict.ACCEPTED: ("Accept the plan", "It is in force at once, in place of any plan before it."),
        Verdict.CHANGES: (
            "Ask for changes",
            "The plan is not accepted as it is. A plan that was accepted before it stays in force.",
        ),
        Verdict.DEED: ("Require a Deed of Variation", "The plan cannot be accepted before the deed is received."),
        Verdict.SET_ASIDE: ("No longer accept the plan", "Nobody can call for this provider from now on."),
    }
)


class PageForm(forms.Form):
    """A change carries the version that its page was drawn from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def values(self) -> dict[str, Any]:
        """What was entered, by the name of the model's field."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OrganisationField(TextField):
    """The name of an organisation on the list, suggested while typing. Cleans to the Provider."""

    def __init__(self, **kwargs: Any) -> None:
        address: Promise = reverse_lazy("providers:search")
        super().__init__(max_length=LONGEST, attrs={"data-suggest-url": address, "autocomplete": "off"}, **kwargs)

    def clean(self, value: Any) -> Provider | None:
        name = super().clean(value)
        if not name:
            return None
        found = selectors.match_company(name)
        if found is None:
            raise ValidationError("No organisation of this name is on the list. Check the spelling, or add it first")
        return found


class PersonField(EmailField):
    """The email address of someone who signs in as a SPoC. Cleans to the User."""

    def clean(self, value: Any) -> "User":
        email = super().clean(value)
        found = selectors.match_spoc(email)
        if found is None:
            raise ValidationError("No single point of contact signs in with this email address. Add the person first")
        return found


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


class ChangeProviderForm(ProviderForm):
    """An organisation of the list."""

    ended_on = DateField3(
        label="First day off the list (optional)",
        noun="First day off the list",
        help_text="From this day nobody can call for it. For example, 6 11 2026",
        required=False,
    )


class PeriodForm(PageForm):
    """A first and a last day, both included."""

    starts_on = DateField3(label="First day")
    ends_on = DateField3(
        label="Last day (optional)",
        noun="Last day",
        help_text="They can still call on this day. Leave it empty while no end is known. For example, 6 11 2026",
        required=False,
    )


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


class ChangeCallerForm(PersonForm):
    ended_on = DateField3(
        label="Day on which it ends (optional)",
        noun="Day on which it ends",
        help_text="From this day they may not call: today ends it at once. For example, 6 11 2026",
        required=False,
    )
    end_reason = TextField(label="Why it ends (optional)", required=False, max_length=200)


class SpocForm(PageForm):
    user = PersonField(
        label="Email address",
        help_text="Of a person whose role is single point of contact. Add them to the people who sign in first.",
    )
    started_on = DateField3(label="First day")


class ChangeSpocForm(PageForm):
    started_on = DateField3(label="First day")
    ended_on = DateField3(
        label="Day on which it ends (optional)",
        noun="Day on which it ends",
        help_text="From this day they are not a single point of contact. For example, 6 11 2026",
        required=False,
    )


class SecurityPlanForm(PageForm):
    """A plan that came by letter or email; one that a SPoC sends on the portal records itself."""

    how_kept = TextareaField(
        label="How the access code is kept secure",
        help_text="The provider's detailed explanation",
        missing="Enter how the access code is kept secure",
        max_length=4000,
        rows=8,
    )
    received_on = DateField3(label="Day on which it was received", noun="Day of receipt")
    needs_updating = YesNoField(
        label="Does the provider's security plan need updating?", help_text="If so, a Deed of Variation is required."
    )


class AssessmentForm(PageForm):
    """The decision about a security plan. Only what may be decided now is offered."""

    def __init__(self, *args: Any, verdicts: Sequence[Verdict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"] = RadioField(
            label="What do you decide?",
            missing="Select what you decide",
            choices=[(verdict.value, VERDICTS[verdict][0]) for verdict in verdicts],
            hints={verdict.value: VERDICTS[verdict][1] for verdict in verdicts},
        )
        self.fields["reasons"] = TextareaField(
            label="Reasons",
            help_text="The single point of contact reads them. They may be left empty when the plan is accepted.",
            required=False,
            max_length=2000,
        )


class DeedForm(PageForm):
    """The receipt of a Deed of Variation."""

    received_on = DateField3(label="When was the Deed of Variation received?", noun="Day of receipt")


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


# By the part of the list: the form to add a row, and the form to change one.
PART_FORMS: dict[str, tuple[type[PageForm], type[PageForm]]] = {
    "contracts": (ContractForm, PeriodForm),
    "supply-chain": (SupplyChainForm, PeriodForm),
    "authorised-callers": (CallerForm, ChangeCallerForm),
    "spocs": (SpocForm, ChangeSpocForm),
    "security-plans": (SecurityPlanForm, SecurityPlanForm),
}
