"""Finding emails in the outbox."""

from django import forms
from django.utils.text import capfirst

from core.forms import SelectField, choices

from . import selectors
from .rules import State


class OutboxFilterForm(forms.Form):
    """By state and by kind; empty means all."""

    state = SelectField(
        label="State", required=False, choices=choices([(state.value, capfirst(state.value)) for state in State], "All")
    )
    kind = SelectField(label="Kind", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        found = [(kind, capfirst(kind)) for kind in selectors.kinds_in_use()]
        self.fields["kind"].choices = choices(found, "All")  # type: ignore[attr-defined]
