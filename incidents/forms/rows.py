"""The fields of one row of the proforma, and what was typed into them."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from core.forms import DateField3, InputWidth, Look, SelectField, TextareaField, TextField, choices

from ..rules.proforma import LONGEST_NAME, LONGEST_REASON, Row
from ..selectors import Sender

PARTS = ("subcontractor", "other", "changed_on", "reason")
TYPED = re.compile(r"row-(0|[1-9][0-9]{0,3})-(?:subcontractor|other|changed_on_(?:day|month|year)|reason)")
EXAMPLES = (
    "For example, member of staff dismissed, subcontractor ceased trading. Give as much information as possible, "
    "but no personal details about any member of staff."
)


def key_of(row: int, part: str) -> str:
    """The name of one field of a row."""
    return f"row-{row}-{part}"


def keys_in(data: Mapping[str, Any], *, filled: bool = False) -> list[int]:
    """The keys of the rows that were sent, in order; with `filled` those with something in them, or else the first."""
    found = [(int(match[1]), str(value).strip()) for name, value in data.items() if (match := TYPED.fullmatch(name))]
    every = sorted({key for key, _ in found})
    if not filled:
        return every
    return sorted({key for key, text in found if text}) or every[:1]


def row_fields(row: int, *, where: str, sender: Sender) -> dict[str, forms.Field]:
    """The fields of one row; `where` goes into messages: " in row 2", or nothing where there is one row."""
    fields: dict[str, forms.Field] = {}
    other = "Subcontractor organisation (if any)"
    if sender.subcontractors:
        other = "Subcontractor organisation, if it is not in the list"
        listed = [(str(pk), name) for pk, name in sender.subcontractors.items()]
        fields["subcontractor"] = SelectField(
            label="Subcontractor organisation", required=False,
            choices=choices(listed, blank=f"None: it is about {sender.prime} itself"),
        )  # fmt: skip
    fields["other"] = TextField(
        label=other, required=False, max_length=LONGEST_NAME, look=Look(width=InputWidth.TWENTY)
    )
    fields["changed_on"] = DateField3(label="Date of change of circumstances", noun=f"Date of change{where}")
    fields["reason"] = TextareaField(
        label="Reason for completion", help_text=EXAMPLES, max_length=LONGEST_REASON, rows=4,
        missing=f"Enter the reason for completion{where}",
        error_messages={"max_length": f"Reason for completion{where} must be {LONGEST_REASON:,} characters or fewer"},
    )  # fmt: skip
    return {key_of(row, part): field for part, field in fields.items()}


def row_of(given: Mapping[str, Any], key: int, *, sender: Sender) -> Row:
    """A row as it was filled in. A typed name that is one of the prime's own subcontractors becomes that one."""
    chosen, other = given.get(key_of(key, "subcontractor")), given[key_of(key, "other")]
    pk = int(chosen) if chosen else sender.number_of(other)
    return Row(
        changed_on=given[key_of(key, "changed_on")], reason=given[key_of(key, "reason")], subcontractor_id=pk,
        subcontractor_said="" if pk else other,
    )  # fmt: skip
