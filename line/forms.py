"""Input for the pages about the line."""

from datetime import date, datetime, time
from typing import Any

from django import forms

from core.clock import LONDON
from core.forms import DateField3, InputWidth, Look, TextareaField, TextField
from core.timeofday import LIKE_THESE, BadTime, read_time

TO_DO = "Please do not call until you are told that the line is open again."


class ClosureForm(forms.Form):
    """A day on which the line is shut."""

    date = DateField3(label="Day", help_text="For example, 24 12 2026. The line is shut for the whole day.")
    reason = TextField(
        label="Reason",
        help_text="Agents see it, and read it out to callers, so write a few plain words.",
        missing="Enter the reason",
        max_length=120,
    )


class ExpectationForm(forms.Form):
    """When an outage is expected to be over, and what to do until then. No day and no time means not known yet."""

    ends_on = DateField3(
        label="Day on which it is expected to be over",
        noun="Day",
        help_text="For example, 24 11 2026. Leave the day and the time empty if it is not known yet.",
        required=False,
    )
    ends_at = TextField(
        label="Time by which it is expected to be over",
        help_text=f"For example, {LIKE_THESE}",
        required=False,
        look=Look(width=InputWidth.FIVE),
        max_length=10,
    )
    to_do = TextareaField(
        label="What should providers do until then?",
        help_text="SPoCs are told this. Agents say it to callers.",
        missing="Enter what providers should do",
        initial=TO_DO,
        rows=3,
        max_length=500,
    )

    def clean_ends_at(self) -> time | None:
        """The time of day, where one was given."""
        typed = self.cleaned_data["ends_at"]
        try:
            return read_time(typed) if typed else None
        except BadTime:
            raise forms.ValidationError(f"Enter a time of day, like {LIKE_THESE}") from None

    def clean(self) -> dict[str, Any]:
        """Both the day and the time, or neither."""
        day, clock = self.cleaned_data.get("ends_on"), self.cleaned_data.get("ends_at")
        if day and clock is None and "ends_at" not in self.errors:
            self.add_error("ends_at", "Enter the time as well, or leave the day empty too")
        if clock is not None and not day and "ends_on" not in self.errors:
            self.add_error("ends_on", "Enter the day as well, or leave the time empty too")
        return self.cleaned_data

    def expected_end(self) -> datetime | None:
        """The moment, or None where it is not known yet."""
        day: date | None = self.cleaned_data["ends_on"]
        return datetime.combine(day, self.cleaned_data["ends_at"], LONDON) if day else None


class OutageForm(ExpectationForm):
    """That the line cannot take calls."""

    nature = TextareaField(
        label="What is the problem?",
        help_text="Every SPoC is sent this and sees it on each page. Write a few plain words, and name no person.",
        missing="Enter what the problem is",
        rows=3,
        max_length=300,
    )
    field_order = ("nature", "ends_on", "ends_at", "to_do")


class PutRightForm(ExpectationForm):
    """What is expected now. `seen` is what was expected when the page was drawn."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32767)


class EndForm(forms.Form):
    """That the line can take calls again."""

    done = TextareaField(
        label="What was done?",
        help_text="Every SPoC is sent this. Write a few plain words, and name no person.",
        missing="Enter what was done",
        rows=3,
        max_length=500,
    )
