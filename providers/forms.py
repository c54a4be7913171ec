"""Input for the approved list. Each field carries the name of the model's field that it fills."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

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
from .rules.ending import EndReason
from .rules.names import LONGEST
from .rules.plans import Verdict
from .rules.telephone import is_telephone

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
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "why"}}


class ChangeForm(PageForm):
    """A change says why: it stands in the history of the list."""

    why = TextField(
        label="Why is this changed?",
        help_text="Kept in the history of the list",
        missing="Enter why this is changed",
        max_length=200,
    )
    field_order: Sequence[str] | None = None

    def order_fields(self, field_order: Iterable[str] | None) -> None:
        """Why comes last, whatever else a form asks."""
        super().order_fields([*(field_order or [name for name in self.fields if name != "why"]), "why"])


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


class TelephoneField(TextField):
    """A telephone number by which someone can be rung."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, look=Look(width=InputWidth.TWENTY), attrs={"inputmode": "tel"}, **kwargs)

    def clean(self, value: Any) -> str:
        text = " ".join(str(super().clean(value) or "").split())
        if text and not is_telephone(text):
            raise ValidationError("Enter a telephone number, like 0113 496 0000 or +44 113 496 0000 ext 12")
        return text


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


class InviteSpocForm(PageForm):
    full_name = TextField(label="Full name", missing="Enter the person's full name", max_length=120)
    email = EmailField(
        label="Email address",
        help_text="Their own, not one that others read: the access code is sent to it",
        missing="Enter their email address",
        max_length=254,
    )
    telephone = TelephoneField(
        label="Telephone number",
        help_text="To ring them when they have not acknowledged the access code",
        missing="Enter their telephone number",
    )
    started_on = DateField3(label="First day")

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if not email.isascii():
            raise ValidationError("Enter an email address in plain letters, like name@example.com")
        return email

    def clean_full_name(self) -> str:
        name = " ".join(str(self.cleaned_data["full_name"]).split())
        if not any(character.isalpha() for character in name):
            raise ValidationError("Enter the person's full name")
        return name


class ChangeSpocForm(ChangeForm):
    telephone = TelephoneField(label="Telephone number", missing="Enter their telephone number")
    started_on = DateField3(label="First day")
    ended_on = DateField3(
        label="Day on which it ends (optional)",
        noun="Day on which it ends",
        help_text="From this day they are not a single point of contact. For example, 6 11 2026",
        required=False,
    )


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
    last_day = DateField3(label="Last day", help_text="They can still call on this day. For example, 6 11 2026")

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {**given, "version": given["version"] or 0, "reason": EndReason(given["reason"])}


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
    "contracts": (ContractForm, ChangePeriodForm),
    "supply-chain": (SupplyChainForm, ChangeLinkForm),
    "authorised-callers": (CallerForm, ChangeCallerForm),
    "spocs": (InviteSpocForm, ChangeSpocForm),
    "security-plans": (SecurityPlanForm, SecurityPlanForm),
}
