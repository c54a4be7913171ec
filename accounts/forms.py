"""What people type to sign in and to keep people: checked here, so that nonsense never reaches a service."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from audit.actions import Action
from audit.selectors import Filter
from core.forms import (
    DateField3,
    EmailField,
    InputWidth,
    Look,
    PasswordField,
    PersonEmailField,
    PersonNameField,
    RadioField,
    SelectField,
    TextField,
    choices,
)

from .rules import Role

PASSWORD_LIMIT = 256


class SignInForm(forms.Form):
    """Email address and password. Says nothing about which of the two is wrong."""

    email = EmailField(label="Email address", max_length=254, attrs={"autocomplete": "username"})
    password = PasswordField(label="Password", max_length=PASSWORD_LIMIT, missing="Enter your password")
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class CodeForm(forms.Form):
    """Six digits from the app."""

    code = TextField(
        label="Six-digit code",
        max_length=20,
        missing="Enter the six-digit code from your authenticator app",
        look=Look(width=InputWidth.TEN),
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"},
    )

    def clean_code(self) -> str:
        code = "".join(str(self.cleaned_data["code"]).split())
        if not re.fullmatch(r"[0-9]{6}", code):
            raise ValidationError("The code is six digits, like 123456")
        return code


class RecoveryCodeForm(forms.Form):
    """One of the codes that were kept."""

    code = TextField(
        label="Recovery code",
        max_length=40,
        missing="Enter one of your recovery codes",
        letter_by_letter=True,
        look=Look(width=InputWidth.TWENTY),
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    password = PasswordField(
        label="New password",
        max_length=PASSWORD_LIMIT,
        autocomplete="new-password",
        missing="Enter a new password",
        help_text="At least 12 characters. Three words that do not belong together are easy to remember.",
    )
    again = PasswordField(
        label="New password again",
        max_length=PASSWORD_LIMIT,
        autocomplete="new-password",
        missing="Enter the new password again",
    )

    def clean(self) -> dict[str, Any] | None:
        first, second = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if first and second and first != second:
            self.add_error("again", "The two passwords are not the same. Type the new password again")
        return self.cleaned_data


class OldPasswordForm(forms.Form):
    """The present password, to show that it is still its owner who sits there. A service says whether it is right."""

    old = PasswordField(label="Your present password", max_length=PASSWORD_LIMIT, missing="Enter your present password")


class ChangePasswordForm(NewPasswordForm, OldPasswordForm):
    """The old password and a new one twice."""

    field_order = ["old", "password", "again"]


ROLE_CHOICES = [(role.value, capfirst(role.value)) for role in Role]


class RoleForm(forms.Form):
    role = RadioField(label="Role", choices=ROLE_CHOICES, missing="Select a role")

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class CorrectPersonForm(forms.Form):
    """Somebody's name and address, as they should be."""

    full_name = PersonNameField(label="Full name")
    email = PersonEmailField(label="Email address")


class PersonForm(CorrectPersonForm, RoleForm):
    """Someone to add."""

    field_order = ["full_name", "email", "role"]


class PeopleFilterForm(forms.Form):
    """Which people to list."""

    text = TextField(label="Name or email address", required=False, max_length=100)
    role = SelectField(label="Role", choices=choices(ROLE_CHOICES, "Every role"), required=False)
    active = SelectField(
        label="Standing", choices=choices([("yes", "Can sign in"), ("no", "Deactivated")], "All"), required=False
    )

    def clean_active(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["active"])


class RecordFilterForm(forms.Form):
    """Which events of the record to show."""

    person = SelectField(label="Person", required=False)
    action = SelectField(
        label="What was done",
        choices=choices([(a.value, capfirst(a.value)) for a in Action], "Anything"),
        required=False,
    )
    call = TextField(
        label="Call reference", required=False, max_length=60, letter_by_letter=True, look=Look(width=InputWidth.TEN)
    )
    since = DateField3(label="First day", required=False, help_text="")
    until = DateField3(label="Last day", required=False, help_text="")

    def __init__(self, *args: Any, names: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(user_id), name) for user_id, name in names]
        self.fields["person"].choices = choices(people, "Anyone")  # type: ignore[attr-defined]

    def clean_call(self) -> str:
        """As references are written: people type them in small letters, and with spaces."""
        return "".join(str(self.cleaned_data["call"]).split()).upper()

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if first and last and last < first:
            self.add_error("until", "The last day must be the same as or after the first day")
        return self.cleaned_data

    def wanted(self) -> Filter:
        """What was asked for, for `audit.selectors.page`."""
        cleaned = self.cleaned_data
        return Filter(
            actor_id=int(cleaned["person"]) if cleaned["person"] else None,
            action=Action(cleaned["action"]) if cleaned["action"] else None,
            chain=f"call:{cleaned['call']}" if cleaned["call"] else "",
            since=cleaned["since"],
            until=cleaned["until"],
        )
