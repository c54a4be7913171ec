"""What BMT decides about an incident (B3, B4)."""

from datetime import date, datetime
from typing import Any

from django import forms

from accesscodes.forms import LATER, NOW, ChangeCodeForm
from core.forms import DateField3, InputWidth, Look, RadioField, TextareaField, TextField, YesNoField

from ..rules.proforma import LONGEST_REASON

NO_CHANGE = "no"
OUT_OF_DATE = "The access code has changed since this page was opened. Look again, and record the decision anew"


class BreachForm(forms.Form):
    """A breach, by the security incident that was raised for it (B4)."""

    reference = TextField(
        label="Reference of the security incident", help_text="As it was given when the incident was raised with DWP.",
        max_length=60, look=Look(width=InputWidth.TWENTY),
    )  # fmt: skip
    raised_on = DateField3(label="Date on which it was raised")

    def __init__(self, data: Any = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today

    def clean_raised_on(self) -> date:
        return _not_to_come(self.cleaned_data["raised_on"], self.today)


class AssessForm(ChangeCodeForm):
    """The decision (B3): `cleaned_data["stops_at"]` is there where the code is changed. `code` is the one on the page.

    Where there is no code to change, "no change" is all that can be chosen, and where it stops later already, that or
    to stop it now; where the breach is marked, it is not asked for again.
    """

    def __init__(
        self, data: Any = None, *, now: datetime, code_id: int | None, marked: bool, stops_later: bool = False
    ) -> None:
        super().__init__(data, now=now, stops_later=stops_later, initial={"code": code_id})
        self.code_id = code_id
        self.fields["code"].required = False
        self.fields["when"] = _when(can_change=code_id is not None, stops_later=stops_later)
        if stops_later:
            self.order_fields(["code", "when", "sure"])
        if code_id is None:
            del self.fields["sure"]
        del self.fields["reason"]
        self.fields["reasons"] = _reasons()
        if not marked:
            self.fields["breach"] = YesNoField(
                label="Is it a breach of security?", missing="Select whether it is a breach of security",
                help_text="If it is, it is also a security incident, raised with DWP in the usual way.",
            )  # fmt: skip
            self.fields["reference"] = TextField(
                label="If it is: the reference of the security incident", required=False, max_length=60,
                look=Look(width=InputWidth.TWENTY),
            )  # fmt: skip
            label = "If it is: the date on which it was raised"
            self.fields["raised_on"] = DateField3(label=label, noun="Date on which it was raised", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("when") == NO_CHANGE:
            for name in ("day", "hour"):
                self.errors.pop(name, None)
        elif given.get("when") and given.get("code") != self.code_id:
            self.look_again(self.code_id)
        if given.get("breach"):
            self._check_breach(given)
        return given

    def look_again(self, code_id: int | None) -> None:
        """Say that the code has changed meanwhile, and carry the present one from now on."""
        self.data = {name: self.data[name] for name in self.data} | {"code": code_id or ""}
        self.add_error("when", OUT_OF_DATE)

    def _check_breach(self, given: dict[str, Any]) -> None:
        if "reference" not in self.errors and not given.get("reference"):
            self.add_error("reference", "Enter the reference of the security incident")
        if "raised_on" in self.errors:
            return
        try:
            _not_to_come(given.get("raised_on"), self.now.date())
        except forms.ValidationError as wrong:
            self.add_error("raised_on", wrong)


def _when(*, can_change: bool, stops_later: bool) -> RadioField:
    changes = [(NOW, "Change it: the present code stops now"), (LATER, "Change it: the present code stops later")]
    if stops_later:
        changes = [(NOW, "Stop the present code now, and give up the one that was to follow")]
    return RadioField(
        label="Is the access code to be changed?",
        missing="Select whether the access code is to be changed",
        choices=[(NO_CHANGE, "Do not change it"), *(changes if can_change else [])],
        hints={
            NOW: "Nobody can use it from now on, even before the SPoC has the new one.",
            LATER: "It can be used until the moment that you state; the new one is in force from the same moment.",
        },
    )


def _reasons() -> TextareaField:
    return TextareaField(
        label="Reasons for the decision",
        help_text="The SPoCs of this prime provider read them on the portal. "
        "Do not include personal details about any member of staff.",
        missing="Enter the reasons for the decision", max_length=LONGEST_REASON, rows=5,
    )  # fmt: skip


def _not_to_come(day: date | None, today: date) -> date:
    if day is None:
        raise forms.ValidationError("Enter the date on which it was raised, like 6 11 2026")
    if day > today:
        raise forms.ValidationError("Date on which it was raised must be today or in the past")
    return day
