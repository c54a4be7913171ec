"""What is asked of an agent who wants help, and of a team leader. None of it may say who a call is about."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from accounts.models import User
from core.forms import LabelSize, Look, RadioField, TextareaField

from ..rules import Outcome
from .rules import HelpReason, names_somebody

NAMES_SOMEBODY = "Leave out names and numbers of the people that the call is about"
WARNING = "Leave out names and numbers of the people that the call is about."
QUESTION = Look(label_size=LabelSize.MEDIUM)
HOW = {
    Outcome.COMPLETED: "The read-back was shown. Choose this only if you know that the caller had it all.",
    Outcome.FAILED_CHECK: "The last participant failed the security check, and the call was ended over it.",
    Outcome.ABANDONED: "The call broke off before its end.",
    Outcome.NOT_ELIGIBLE: "The caller was found not eligible.",
    Outcome.PURPOSE_DECLINED: "The purpose of the call was declined.",
    Outcome.ACCESS_CODE_FAILED: "The access code was wrong.",
}


class OthersReadField(TextareaField):
    """A few words that others read: nothing like a National Insurance number, a telephone number or a date."""

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if names_somebody(words):
            raise forms.ValidationError(NAMES_SOMEBODY, code="names_somebody")
        return words


class HelpForm(forms.Form):
    """The button that is pressed is the reason: nothing can be forgotten, and Enter in a field sends no help."""

    help = forms.ChoiceField(choices=[(reason.value, reason.label) for reason in HelpReason])
    help_words = OthersReadField(
        label="In a few words, if you like", help_text=WARNING, max_length=200, rows=2, required=False
    )

    def clean(self) -> dict[str, Any]:
        if self.errors.pop("help", None):
            raise forms.ValidationError("Press one of the buttons to say what you want help with", code="reason")
        return self.cleaned_data

    @property
    def reason(self) -> HelpReason:
        return HelpReason(self.cleaned_data["help"])


class HandOverForm(forms.Form):
    to = RadioField(
        label="Who goes on with the call?", missing="Select who goes on with the call", look=QUESTION, choices=()
    )

    def __init__(self, *args: Any, agents: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(agent.pk), agent.full_name) for agent in agents]  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    outcome = RadioField(label="How did the call end?", missing="Select how the call ended", look=QUESTION, choices=())
    reason = OthersReadField(
        label="How do you know, and why do you close it?", help_text=WARNING, max_length=500, rows=3,
        missing="Enter how you know, and why you close the call",
    )  # fmt: skip

    def __init__(self, *args: Any, outcomes: Sequence[Outcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        field.choices = [(outcome.value, outcome.label) for outcome in outcomes]  # type: ignore[attr-defined]
        field.hints = {outcome.value: HOW[outcome] for outcome in outcomes}  # type: ignore[attr-defined]
        if len(outcomes) == 1:
            field.initial = outcomes[0].value


class ReviewForm(forms.Form):
    note = OthersReadField(
        label="What came of it?", help_text=f"For example, that you spoke to the agent. {WARNING}", max_length=500,
        rows=3, missing="Enter what came of it",
    )  # fmt: skip
