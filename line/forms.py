"""Input for the pages about the line."""

from django import forms

from core.forms import DateField3, TextField


class ClosureForm(forms.Form):
    """A day on which the line is shut."""

    date = DateField3(label="Day", help_text="For example, 24 12 2026. The line is shut for the whole day.")
    reason = TextField(
        label="Reason",
        help_text="Agents see it, and read it out to callers, so write a few plain words.",
        missing="Enter the reason",
        max_length=120,
    )
