"""The console's form fields, drawn as GOV.UK components. How to use them: `docs/forms-and-templates.md`."""

from .dates import BadDate, DateField3, read_date
from .fields import (
    CheckboxesField,
    CheckboxField,
    EmailField,
    FileField,
    NumberField,
    PasswordField,
    RadioField,
    SelectField,
    TextareaField,
    TextField,
    YesNoField,
    choices,
)
from .look import InputWidth, LabelSize, Look
from .parts import CharactersField
from .people import PersonEmailField, PersonNameField

__all__ = [
    "BadDate",
    "CharactersField",
    "CheckboxField",
    "CheckboxesField",
    "DateField3",
    "EmailField",
    "FileField",
    "InputWidth",
    "LabelSize",
    "Look",
    "NumberField",
    "PasswordField",
    "PersonEmailField",
    "PersonNameField",
    "RadioField",
    "SelectField",
    "TextField",
    "TextareaField",
    "YesNoField",
    "choices",
    "read_date",
]
