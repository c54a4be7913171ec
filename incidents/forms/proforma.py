"""Annex B as a form (B1). Each row's fields are named by the row's key: "row-3-reason".

`pressed` names the button that sent it; `again()` gives the same page with a row more or less, and all that was typed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from core.forms import (
    CheckboxField,
    DateField3,
    InputWidth,
    LabelSize,
    Look,
    RadioField,
    SelectField,
    TextField,
    choices,
)
from core.forms.wording import joined

from ..rules.personal import Detail, seen_in
from ..rules.proforma import MOST_ROWS, How, Proforma, Row, call_reference, trouble_with_date
from ..selectors import Sender
from .rows import PARTS, key_of, keys_in, row_fields, row_of

ADD, SEND, REMOVE = "add", "send", re.compile(r"remove-([0-9]{1,4})")
TOO_MANY = f"One proforma can have {MOST_ROWS} rows at most. Remove some, and send them in another one"
BAD_CALL = "A call reference has 8 letters and numbers, like K7B2XQ9M. “This was not us” on your calls fills it in"


@dataclass(frozen=True)
class DrawnRow:
    """One row on the page: what it is called there, the key of its fields, and the fields."""

    number: int
    key: int
    fields: list[BoundField]
    newest: bool


class WhoseForm(forms.Form):
    """Whose proforma came to the mailbox."""

    prime = SelectField(label="Prime provider organisation", missing="Select the prime provider", choices=())

    def __init__(self, data: Any = None, *, primes: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["prime"].choices = choices((str(pk), name) for pk, name in primes)  # type: ignore[attr-defined]


class ProformaForm(forms.Form):
    """The proforma of one prime; with `by_team` as BMT enters it."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    warned = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: QueryDict | None = None, *, sender: Sender, today: date, by_team: bool = False,
        keys: Sequence[int] = (), initial: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"token": str(uuid4()), **(initial or {})})
        self.sender, self.today, self.by_team = sender, today, by_team
        self.keys = list(keys or keys_in(data or {}, filled=True) or [0])
        self.newest: int | None = None
        self.warned_of: tuple[Detail, ...] = ()
        if by_team:
            self.fields |= _receipt()
        for number, key in enumerate(self.keys, start=1):
            where = f" in row {number}" if len(self.keys) > 1 else ""
            self.fields |= row_fields(key, where=where, sender=sender)
        self.fields["call"] = _call(by_team=by_team)
        self.fields["confirm"] = _confirm()

    @property
    def pressed(self) -> str:
        """SEND, ADD or "remove-3"; what nobody can have pressed is SEND."""
        pressed = str(self.data.get("do", SEND))
        return pressed if pressed == ADD or REMOVE.fullmatch(pressed) else SEND

    def again(self) -> "ProformaForm":
        """The page after ADD or REMOVE, not yet checked. A row is never added to as many as there may be."""
        present = keys_in(self.data) or [0]
        following = max(present) + 1
        if removed := REMOVE.fullmatch(self.pressed):
            keys = [key for key in present if key != int(removed[1])] or [following]
        else:
            keys = [*present, following] if len(present) < MOST_ROWS else present
        drawn = ProformaForm(
            sender=self.sender, today=self.today, by_team=self.by_team, keys=keys, initial=self._typed()
        )
        drawn.newest = keys[-1] if following in keys else None
        return drawn

    @property
    def rows(self) -> list[DrawnRow]:
        return [
            DrawnRow(number, key, [self[key_of(key, part)] for part in PARTS if key_of(key, part) in self.fields],
                     newest=key == self.newest)
            for number, key in enumerate(self.keys, start=1)
        ]  # fmt: skip

    def clean_token(self) -> UUID:
        """The page's one-time name; a new one where it was lost on the way."""
        try:
            return UUID(self.cleaned_data["token"])
        except ValueError:
            return uuid4()

    def clean_call(self) -> str:
        typed: str = self.cleaned_data["call"]
        found = call_reference(typed)
        if typed and not found:
            raise forms.ValidationError(BAD_CALL)
        return found

    def clean(self) -> dict[str, Any]:
        if len(self.keys) > MOST_ROWS:
            self.add_error(None, TOO_MANY)
        latest = self._received_on()
        for number, key in enumerate(self.keys, start=1):
            self._check_row(number, key, latest)
        if not self.errors:
            self._warn()
        return self.cleaned_data

    def proforma(self) -> Proforma:
        """What was filled in, once it is valid."""
        given = self.cleaned_data
        return Proforma(
            rows=tuple(self._row(key) for key in self.keys),
            how=How(given["how"]) if self.by_team else How.PORTAL,
            received_on=given["received_on"] if self.by_team else self.today,
            call_ref=given["call"],
            warned_of=tuple(kind.value for kind in self.warned_of),
        )

    def _typed(self) -> dict[str, Any]:
        """What stands in each field, right or wrong. The warning is given anew when it is sent."""
        kept = {name: field for name, field in self.fields.items() if name not in {"warned", "confirm"}}
        return {name: field.widget.value_from_datadict(self.data, {}, name) for name, field in kept.items()}

    def _row(self, key: int) -> Row:
        return row_of(self.cleaned_data, key, sender=self.sender)

    def _received_on(self) -> date:
        """The last day that a change can have happened on: today, or the day on which the proforma was received."""
        received: date | None = self.cleaned_data.get("received_on")
        if received is None:
            return self.today
        if trouble := trouble_with_date(received, latest=self.today):
            self.add_error("received_on", f"Date of receipt {trouble.partition('.')[0]}")
            return self.today
        return received

    def _check_row(self, number: int, key: int, latest: date) -> None:
        where = f" in row {number}" if len(self.keys) > 1 else ""
        given, changed_on = self.cleaned_data, key_of(key, "changed_on")
        day = given.get(changed_on)
        if day and latest < day <= self.today:
            self.add_error(changed_on, f"Date of change{where} must be the day of receipt or before it")
        elif day and (trouble := trouble_with_date(day, latest=latest)):
            self.add_error(changed_on, f"Date of change{where} {trouble}")
        if given.get(key_of(key, "subcontractor")) and given.get(key_of(key, "other")):
            message = f"Either select the subcontractor{where} or enter its name, not both"
            self.add_error(key_of(key, "other"), message)

    def _warn(self) -> None:
        """Ask once for each kind of personal detail that the reasons seem to hold (B1)."""
        others = [row.subcontractor_said for row in map(self._row, self.keys)]
        organisations = [*self.sender.organisations, *others]
        found = {
            key: seen_in(self._row(key).reason, organisations=organisations, people=self.sender.people)
            for key in self.keys
        }
        self.warned_of = tuple(kind for kind in Detail if any(kind in kinds for kinds in found.values()))
        accepted = set(self.cleaned_data["warned"].split("|")) if self.cleaned_data["confirm"] else set()
        if {kind.name for kind in self.warned_of} <= accepted:
            return
        for number, key in enumerate(self.keys, start=1):
            if found[key]:
                self.add_error(key_of(key, "reason"), _warning(found[key], number, len(self.keys)))
        kept = {name: value for name, value in self.data.items() if name != "confirm"}
        self.data = kept | {"warned": "|".join(kind.name for kind in self.warned_of)}


def _warning(kinds: Sequence[Detail], number: int, rows: int) -> str:
    where = f" in row {number}" if rows > 1 else ""
    named = joined([kind.value for kind in kinds])
    return f"The reason{where} seems to hold {named}. Change it, or tick the box at the end to send it as it is"


def _receipt() -> dict[str, forms.Field]:
    return {
        "how": RadioField(
            label="How did it reach us?", missing="Select how it reached us",
            choices=[(How.EMAIL.value, "By email, to the mailbox"), (How.TEAM.value, "The team found out by itself")],
        ),
        "received_on": DateField3(
            label="Date of receipt",
            help_text="The day on which it came to the mailbox, or on which the team found out. "
            "For example, 6 11 2026",
        ),
    }  # fmt: skip


def _call(*, by_team: bool) -> TextField:
    ours = "Only where it is about a call that was not made by you. “This was not us” on your calls fills it in."
    theirs = "Only where the provider says that it did not make a call."
    return TextField(
        label="Call reference (optional)", help_text=theirs if by_team else ours, required=False,
        letter_by_letter=True, max_length=20, look=Look(width=InputWidth.TEN),
    )  # fmt: skip


def _confirm() -> CheckboxField:
    return CheckboxField(
        label="It holds no personal details about any member of staff: send it as it is", required=False,
        look=Look(label_size=LabelSize.NORMAL),
    )  # fmt: skip
