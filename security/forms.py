"""What the agent types of the caller's answer, and how the agent judges a free one (S2, S5)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import CheckboxField, DateField3, Look, RadioField, TextField
from programmes.types import PAYMENT_GROUPS, SIGNING_CYCLES, QuestionKind, SigningDayAndCycle, Weekday

from .rules.check import Judgement, Unclear
from .rules.mark import Answer

CANNOT = "cannot_answer"
BOTH = "You gave an answer and ticked that the caller cannot answer. Clear one of them"
__all__ = ["AnswerForm", "Judgement", "MarkForm", "answer_form"]


class AnswerForm(forms.Form):
    """The caller's answer to one kind of question; once valid, `answer()` is what `services.answer` takes.

    A ticked "cannot answer" gives None: a wrong answer of every kind. There is one try (S6), so the tick beside a
    whole answer is asked about; a part of an answer is what a caller who cannot answer may give.
    """

    def __init__(self, data: Any = None, *, today: date | None = None, **kwargs: Any) -> None:
        """`today`, where given, lets a date be refused that lies too far ahead to have been meant."""
        self.today = today
        super().__init__(data, **kwargs)
        self.fields[CANNOT] = CheckboxField(label="The caller cannot answer", required=False)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get(CANNOT):
            self.errors.clear()
            if all(_filled(bound.data) for bound in self if bound.name != CANNOT):
                self.add_error(CANNOT, BOTH)
        return self.cleaned_data

    def answer(self) -> Answer | None:
        return None if self.cleaned_data[CANNOT] else self.given()

    def given(self) -> Answer:
        raise NotImplementedError


def _filled(typed: Any) -> bool:
    """Whether something stands in a field as it was sent: in each of its boxes, where it has several."""
    boxes = typed if isinstance(typed, list) else [typed]
    return all(str(text or "").strip() for text in boxes)


class PaymentGroupForm(AnswerForm):
    group = RadioField(
        label="Payment group that the caller gives",
        choices=[(str(number), f"{number}: {name}") for number, name in PAYMENT_GROUPS.items()],
        missing="Select the payment group that the caller gives",
        look=Look(small=True),
    )

    def given(self) -> Answer:
        return int(self.cleaned_data["group"])


class SigningDayAndCycleForm(AnswerForm):
    day = RadioField(
        label="Signing day that the caller gives",
        choices=[(day.value, day.capitalize()) for day in Weekday],
        missing="Select the signing day that the caller gives",
        look=Look(small=True),
    )
    cycle = RadioField(
        label="Signing cycle that the caller gives",
        choices=[(str(cycle), f"Cycle {cycle}") for cycle in SIGNING_CYCLES],
        missing="Select the signing cycle that the caller gives",
        look=Look(small=True),
    )

    def given(self) -> Answer:
        return SigningDayAndCycle(Weekday(self.cleaned_data["day"]), int(self.cleaned_data["cycle"]))


class ReferralDateForm(AnswerForm):
    referred_on = DateField3(
        label="Date of referral that the caller gives",
        noun="Date of referral",
        error_messages={"required": "Enter the date of referral that the caller gives, like 6 11 2026"},
    )

    def clean_referred_on(self) -> date:
        """Raises ValidationError for a date later than tomorrow: PRaP is a day behind LMS, never more (S4)."""
        referred_on: date = self.cleaned_data["referred_on"]
        if self.today is not None and referred_on > self.today + timedelta(days=1):
            raise ValidationError("Date of referral must not be in the future. Check the day, month and year")
        return referred_on

    def given(self) -> Answer:
        referred_on: date = self.cleaned_data["referred_on"]
        return referred_on


class FreeAnswerForm(AnswerForm):
    """An answer in the caller's own words, for the agent to compare."""

    said: forms.CharField

    def given(self) -> Answer:
        return str(self.cleaned_data["said"])


class ReferringOfficerForm(FreeAnswerForm):
    said = TextField(
        label="Name or initials of the referring officer that the caller gives",
        missing="Enter the name or initials that the caller gives",
        letter_by_letter=True,
    )


class EmploymentHistoryForm(FreeAnswerForm):
    said = TextField(
        label="Employment that the caller gives",
        help_text="For example, the last employer.",
        missing="Enter the employment that the caller gives, like the last employer",
    )


class QualificationsForm(FreeAnswerForm):
    said = TextField(
        label="Qualification that the caller gives",
        missing="Enter the qualification that the caller gives",
    )


FORMS: Mapping[QuestionKind, type[AnswerForm]] = {
    QuestionKind.PAYMENT_GROUP: PaymentGroupForm,
    QuestionKind.REFERRING_OFFICER: ReferringOfficerForm,
    QuestionKind.EMPLOYMENT_HISTORY: EmploymentHistoryForm,
    QuestionKind.QUALIFICATIONS: QualificationsForm,
    QuestionKind.SIGNING_DAY_AND_CYCLE: SigningDayAndCycleForm,
    QuestionKind.REFERRAL_DATE: ReferralDateForm,
}


def answer_form(kind: QuestionKind) -> type[AnswerForm]:
    """The form for one kind of question: `answer_form(kind)(data)`."""
    return FORMS[kind]


class MarkForm(forms.Form):
    """How the agent judges a free answer beside the held one: `Judgement(cleaned_data["judgement"])`."""

    judgement = RadioField(
        label="Does the answer match the record?",
        choices=[
            (Judgement.MATCHES.value, "It matches"),
            (Judgement.DOES_NOT_MATCH.value, "It does not match"),
            (Judgement.UNCLEAR.value, "The record is unclear"),
        ],
        reveals={Judgement.UNCLEAR.value: "unclear"},
        hints={Judgement.UNCLEAR.value: "Another question is asked instead, or the check ends if there is none."},
        missing="Select whether the answer matches the record",
    )
    unclear = RadioField(
        label="What is unclear about the record?",
        help_text="Your team leader sees this.",
        choices=[(each.value, each.label) for each in Unclear],
        required=False,
        look=Look(small=True),
    )

    def clean(self) -> dict[str, Any]:
        """Calling the record unclear draws another question, so it needs its reason (S3)."""
        chosen = self.cleaned_data.get("judgement") == Judgement.UNCLEAR
        if chosen and not self.cleaned_data.get("unclear") and "unclear" not in self.errors:
            self.add_error("unclear", "Select what is unclear about the record")
        return self.cleaned_data
