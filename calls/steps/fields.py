"""What the forms of several steps share. What they check is what was typed; what it means is the services' business."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django import forms

from core.forms import LabelSize, Look
from programmes.policy import Caution

from ..rules import Detail

QUESTION = Look(label_size=LabelSize.MEDIUM)
DETAIL_LABELS: Mapping[Detail, str] = MappingProxyType(
    {
        Detail.ADDRESS: "Address",
        Detail.PHONE: "Contact numbers",
        Detail.ENTITLEMENT: "Entitlement to benefit on that date",
    }
)
IN_A_QUESTION: Mapping[Detail, str] = MappingProxyType({Detail.ADDRESS: "address", Detail.PHONE: "contact numbers"})


def paragraphs_of(cautions: Iterable[Caution]) -> list[str]:
    """The paragraphs that cautions rest on, each once."""
    return list(dict.fromkeys(each for caution in cautions for each in caution.paragraphs))


class DigestField(forms.Field):
    """The digest of what the page shows, unseen. Drawn anew with every page, whatever was sent with the last."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial
