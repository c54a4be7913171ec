"""The forms of the call's steps. What they check is what was typed; what it means is the services' business."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms

from circumstances.rules.advice import Comparison
from circumstances.rules.nino import BadNino
from circumstances.rules.nino import check as check_nino
from circumstances.selectors import ContactDetails
from core import clock
from core.forms import (
    CheckboxesField,
    CheckboxField,
    DateField3,
    InputWidth,
    LabelSize,
    Look,
    RadioField,
    TextareaField,
    TextField,
    YesNoField,
)
from programmes.policy import POLICIES, Policy, Route

from .rules import Detail, Then
from .services.checking import Finding

DETAIL_LABELS = {
    Detail.ADDRESS: "Address",
    Detail.PHONE: "Contact numbers",
    Detail.ENTITLEMENT: "Entitlement to benefit on that date",
}
QUESTION = Look(label_size=LabelSize.MEDIUM)


class OpenCallForm(forms.Form):
    programme = RadioField(
        label="Programme",
        choices=[(programme.value, policy.name) for programme, policy in POLICIES.items()],
        missing="Select the programme the caller is ringing about",
    )
    telephony_reference = TextField(
        label="Recording reference",
        help_text="From the telephone system. Leave it empty if there is none.",
        max_length=60,
        required=False,
        look=Look(width=InputWidth.TWENTY),
    )


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

    def __init__(self, *args: Any, may_confirm: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_confirm:
            del self.fields["confirmed"]


class PurposeForm(forms.Form):
    purpose = RadioField(
        label="What is the call for?", missing="Select what the call is for", look=QUESTION, choices=()
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["purpose"]
        routes = [(route.code, _route_label(route)) for route in policy.routes]
        declined = [(purpose.value, words.label) for purpose, words in policy.declined.items()]
        field.choices = [*routes, *declined]  # type: ignore[attr-defined]
        field.hints = {route.code: policy.word(route.signpost) for route in policy.routes} | {  # type: ignore[attr-defined]
            purpose.value: "Not dealt with here: the call ends." for purpose in policy.declined
        }


def _route_label(route: Route) -> str:
    sanction = f" ({route.sanction} sanction)" if route.sanction else ""
    return f"{route.code}: {route.name}{sanction}"


class IdentifyForm(forms.Form):
    nino = TextField(
        label="National Insurance number",
        help_text="Two letters, six numbers and a letter from A to D. Spaces do not matter.",
        missing="Enter the National Insurance number",
        letter_by_letter=True,
        max_length=40,
        look=Look(width=InputWidth.TEN),
    )
    name = TextField(label="Full name", missing="Enter the full name", attrs={"autocomplete": "off"})
    give_up = CheckboxField(label="The caller has no other details. Record as not found.", required=False)
    no_more = CheckboxField(label="There is nobody else after all. Go to the read-back.", required=False)

    def __init__(self, *args: Any, may_give_up: bool = False, may_stop: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("give_up", may_give_up), ("no_more", may_stop)):
            if not offered:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("no_more"):
            self.errors.clear()
        return self.cleaned_data

    def clean_nino(self) -> str:
        try:
            return check_nino(self.cleaned_data["nino"])
        except BadNino as problem:
            raise forms.ValidationError(str(problem), code="invalid") from None


class FailureDateForm(forms.Form):
    failed_on = DateField3(label="Date of failure", noun="Date of failure", look=QUESTION)
    told_in_advance = YesNoField(label="Told in advance", look=Look(inline=True, label_size=LabelSize.MEDIUM))

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["failed_on"].label = f"Date on which the {policy.participant} {policy.failure_words}"
        if policy.cautions:
            self.fields[
                "told_in_advance"
            ].label = f"Did the {policy.participant} say beforehand that they could not do it?"
        else:
            del self.fields["told_in_advance"]

    def clean_failed_on(self) -> date:
        day: date = self.cleaned_data["failed_on"]
        if day > clock.today():
            raise forms.ValidationError("Date of failure cannot be in the future", code="future")
        return day


class WhatToCheckForm(forms.Form):
    asked = CheckboxesField(
        label="What does the caller ask to have checked?",
        choices=[(detail.value, label) for detail, label in DETAIL_LABELS.items()],
        missing="Select what the caller asks for. If unsure, ask again",
        look=QUESTION,
    )


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


class DigestField(forms.Field):
    """The digest of what the page shows, unseen. Drawn anew with every page, whatever was sent with the last."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


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


class ThenForm(forms.Form):
    then = RadioField(label="What next?", missing="Select what happens next", look=QUESTION, choices=())

    def __init__(self, *args: Any, choices: Sequence[Then], policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            Then.ANOTHER: f"Another {policy.participant}",
            Then.FINISH: f"No more {policy.participants}: go to the read-back",
            Then.END: "End the call: the caller is to call back with the right details",
        }
        self.fields["then"].choices = [(then.value, labels[then]) for then in choices]  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["then"].initial = choices[0].value


class AdviceForm(forms.Form):
    """Whether the agent followed the table; departing from it needs a reason (C9).

    `shown` carries a digest of what the page showed, so that nothing else is recorded.
    """

    shown = DigestField()
    given = RadioField(
        label="What did you advise?", missing="Select what you advised", look=QUESTION, choices=(),
        reveals={"departed": "reason"},
    )  # fmt: skip
    reason = TextareaField(
        label="Why did you advise otherwise?",
        help_text="The caller hears this in the read-back, and your team leader sees it. Leave out names and numbers.",
        max_length=500,
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.finding = finding
        self.fields["shown"].initial = finding.digest
        table, otherwise = "Raise the doubt", "Do not raise the doubt"
        if not finding.advice.raise_doubt:
            table, otherwise = otherwise, table
        self.fields["given"].choices = [  # type: ignore[attr-defined]
            ("followed", f"{table}, as above"),
            ("departed", f"{otherwise}, against the table"),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("given") == "departed" and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Enter why you advised otherwise")
        return cleaned

    @property
    def departed(self) -> bool:
        return bool(self.cleaned_data["given"] == "departed")

    @property
    def given_raise(self) -> bool:
        """What the agent says was advised."""
        return self.finding.advice.raise_doubt != self.departed

    @property
    def departure(self) -> str:
        """The reason for departing from the table; empty where it was followed."""
        return str(self.cleaned_data["reason"]) if self.departed else ""


class ReadBackForm(forms.Form):
    clear = RadioField(
        label="Does the caller have all the details, and is it clear what to do?",
        choices=[("yes", "Yes: end the call"), ("no", "No: go over it again")],
        missing="Ask the caller, then select yes or no",
        look=QUESTION,
    )
