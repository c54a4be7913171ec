"""One form with a field of every kind, for the tests of the look."""

from django import forms

from core.forms import (
    CharactersField,
    CheckboxesField,
    CheckboxField,
    DateField3,
    EmailField,
    FileField,
    InputWidth,
    LabelSize,
    Look,
    NumberField,
    PasswordField,
    RadioField,
    SelectField,
    TextareaField,
    TextField,
    YesNoField,
    choices,
)

ROUTES = [("wp08", "WP08"), ("pre01", "PRE01")]


class EveryKindForm(forms.Form):
    nino = TextField(
        label="National Insurance number",
        help_text="For example, QQ 12 34 56 C",
        look=Look(width=InputWidth.TEN),
        letter_by_letter=True,
    )
    full_name = TextField(label="Full name")
    company = TextField(label="Company", attrs={"data-suggest-url": "/suggest/"}, required=False)
    email = EmailField(label="Email address")
    password = PasswordField(label="Password")
    reason = TextareaField(label="Reason", max_length=300)
    failed_on = DateField3(label="When did the participant fail to take part?", noun="Date of failure")
    characters = CharactersField(
        label="Characters of the access code", labels=("Second character", "Fifth character", "Eighth character")
    )
    route = RadioField(
        label="Referral route",
        choices=[*ROUTES, ("other", "Another")],
        hints={"wp08": "Failure to take part"},
        reveals={"other": "other_route"},
        look=Look(label_size=LabelSize.MEDIUM),
    )
    other_route = TextField(label="Which route?", required=False)
    clear = YesNoField(label="Is the caller clear what to do?")
    checks = CheckboxesField(label="What to check", choices=[("address", "Address"), ("phone", "Telephone numbers")])
    cycle = SelectField(label="Cycle", choices=choices([("1", "Cycle 1"), ("2", "Cycle 2")]))
    group = NumberField(label="Payment group", min_value=1, max_value=9, look=Look(width=InputWidth.TWO))
    agreed = CheckboxField(label="The caller has all the details")
    extract = FileField(label="Extract")
    token = forms.CharField(widget=forms.HiddenInput)
    plain = forms.CharField(required=False)
