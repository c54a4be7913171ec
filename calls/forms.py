"""The forms of a call that belong to no step: opening it, and its recording's reference."""

from django import forms

from core.forms import InputWidth, Look, RadioField, TextField
from programmes.policy import POLICIES


def _reference() -> TextField:
    return TextField(
        label="Recording reference",
        help_text="From the telephone system. Leave it empty if there is none.",
        max_length=60,
        required=False,
        look=Look(width=InputWidth.TWENTY),
    )


class OpenCallForm(forms.Form):
    programme = RadioField(
        label="Programme",
        choices=[(programme.value, policy.name) for programme, policy in POLICIES.items()],
        missing="Select the programme the caller is ringing about",
    )
    telephony_reference = _reference()


class RecordingForm(forms.Form):
    """The reference, given or put right while the call lasts (L4)."""

    telephony_reference = _reference()
