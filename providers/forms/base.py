"""What the forms of the approved list share: versions, reasons, names of organisations, telephone numbers."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.functional import Promise

from core.forms import (
    InputWidth,
    Look,
    TextField,
)

from .. import selectors
from ..models import Provider
from ..rules.names import LONGEST
from ..rules.telephone import is_telephone


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
