"""Every kind of field: valid markup, messages that say what to enter, and nothing typed is lost."""

from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from core.forms import CharactersField, NumberField, RadioField, SelectField, TextField, YesNoField
from core.forms.wording import printable
from tests.core.forms.sample import EveryKindForm
from tests.html import assert_valid_html

TEXT_FIELDS = ("nino", "full_name", "company", "email", "reason", "group", "other_route", "token", "plain")
NAMES = [*EveryKindForm.base_fields, *(f"failed_on_{part}" for part in ("day", "month", "year"))]
NAMES += [f"characters_{number}" for number in range(3)]
GOOD = {
    "nino": "QQ 12 34 56 C",
    "full_name": "Ann Other",
    "email": "ann@example.com",
    "password": " kept as typed ",
    "reason": "Moved",
    "failed_on_day": "6",
    "failed_on_month": "11",
    "failed_on_year": "2026",
    "characters_0": "k",
    "characters_1": " K ",
    "characters_2": "7",
    "route": "wp08",
    "clear": "no",
    "checks": ["address", "phone"],
    "cycle": "2",
    "group": "9",
    "agreed": "on",
    "token": "t",
}


def in_page(form: forms.Form) -> str:
    return f'<!DOCTYPE html><html lang="en"><title>t</title><body><form>{form}</form>'


def test_a_good_form_cleans_to_typed_values() -> None:
    form = EveryKindForm(GOOD, {"extract": SimpleUploadedFile("extract.csv", b"a,b")})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["characters"] == ("k", "K", "7")
    assert form.cleaned_data["clear"] is False
    assert form.cleaned_data["checks"] == ["address", "phone"]
    assert form.cleaned_data["group"] == 9
    assert form.cleaned_data["password"] == " kept as typed "


@pytest.mark.parametrize("data", [None, {}, GOOD, dict.fromkeys(NAMES, "<b>&\"'"), dict.fromkeys(NAMES, "\x00\ufffe")])
def test_markup_is_valid_whatever_was_typed(data: dict[str, Any] | None) -> None:
    assert_valid_html(in_page(EveryKindForm(data)))


def test_every_empty_answer_says_what_to_enter() -> None:
    messages = {name: errors[0] for name, errors in EveryKindForm({}).errors.items()}
    assert messages == {
        "nino": "Enter the National Insurance number",
        "full_name": "Enter the full name",
        "email": "Enter an email address",
        "password": "Enter the password",
        "reason": "Enter the reason",
        "failed_on": "Enter the date of failure, like 6 11 2026",
        "characters": "Enter the second character, fifth character and eighth character",
        "route": "Select the referral route",
        "clear": "Select yes or no for “Is the caller clear what to do?”",
        "checks": "Select an answer to “What to check”",
        "cycle": "Select the cycle",
        "group": "Enter the payment group",
        "agreed": "Tick the box “The caller has all the details”",
        "extract": "Select the extract",
        "token": "This field is required.",
    }


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("email", "nobody", "Enter an email address in the right form, like name@example.com"),
        ("group", "ten", "Payment group must be a whole number, like 12"),
        ("group", "10", "Payment group must be 9 or fewer"),
        ("group", "9" * 6000, "Payment group must be a whole number, like 12"),
        ("full_name", "x" * 201, "Full name must be 200 characters or fewer"),
        ("full_name", "a\x00b", "Full name has a character that cannot be stored. Type it again"),
        ("route", "made up", "Select one of the answers"),
        ("checks", ["made up"], "Select one of the answers"),
        ("cycle", "\x00", "Select one of the answers"),
        ("clear", "perhaps", "Select yes or no for “Is the caller clear what to do?”"),
        ("reason", "\u200b \u202e", "Enter the reason"),
        ("failed_on_day", "\u200b", "Date of failure must include a day"),
        ("failed_on_year", "1899", "Date of failure must have a year from 1900 to 2199, in 4 numbers, like 6 11 2026"),
        ("characters_1", "kk", "Enter one letter or number only for the fifth character"),
        ("characters_2", "", "Enter the eighth character"),
    ],
)
def test_a_wrong_answer_says_what_to_enter(name: str, typed: Any, message: str) -> None:
    form = EveryKindForm(GOOD | {name: typed})
    assert message in form.errors[name.rsplit("_", 1)[0] if name.startswith(("characters", "failed_on")) else name]


def test_a_label_with_a_per_cent_sign_does_no_harm() -> None:
    class PerCent(forms.Form):
        share = NumberField(label="Share in % (of 10)", max_value=10)
        text = TextField(label="50 %s", max_length=2)
        boxes = CharactersField(label="x", labels=("First %d",))

    errors = PerCent({"share": "11", "text": "abc", "boxes_0": ""}).errors
    assert errors["share"] == ["Share in % (of 10) must be 10 or fewer"]
    assert errors["text"] == ["50 %s must be 2 characters or fewer"]
    assert errors["boxes"] == ["Enter the first %d"]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=40)))
def test_no_nonsense_breaks_a_form_and_none_of_it_is_lost(typed: dict[str, str]) -> None:
    form = EveryKindForm(typed)
    form.is_valid()
    drawn = in_page(form)
    assert_valid_html(drawn)
    for name in typed.keys() & set(TEXT_FIELDS):
        assert escape(printable(typed[name])) in drawn
    for part in ("day", "month", "year"):
        assert escape(printable(typed.get(f"failed_on_{part}", ""))) in drawn


@pytest.mark.req("A5")
def test_the_browser_keeps_and_corrects_no_character_of_a_code() -> None:
    drawn = EveryKindForm()["characters"].as_field_group()
    for attribute in ('autocomplete="off"', 'spellcheck="false"', 'autocapitalize="none"'):
        assert drawn.count(attribute) == 3


def test_a_password_is_never_drawn_again() -> None:
    assert "kept as typed" not in str(EveryKindForm(GOOD))


def test_chosen_answers_stay_chosen() -> None:
    form = EveryKindForm(GOOD | {"nino": ""})
    assert str(form).count(" checked") == 5
    assert '<option value="2" selected>' in str(form)


def test_a_revealed_field_is_drawn_once_and_by_its_answer() -> None:
    drawn = str(EveryKindForm({"route": "other", "other_route": "By post"}))
    assert drawn.count('name="other_route"') == 1
    assert drawn.index('value="other"') < drawn.index('name="other_route"') < drawn.index('name="clear"')
    assert "conditional--hidden" not in drawn


def test_yes_and_no_are_drawn_again_from_their_value() -> None:
    class One(forms.Form):
        clear = YesNoField(label="Clear?", required=False)

    assert One({}).fields["clear"].clean("") is None
    assert 'value="no"' in str(One(initial={"clear": False})["clear"]).split("checked")[0]


def test_plain_django_fields_are_drawn_too() -> None:
    class Plain(forms.Form):
        name = forms.CharField(help_text="As in the register")
        kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
        born = forms.DateField(required=False)
        notes = forms.CharField(widget=forms.Textarea, required=False)

    assert_valid_html(in_page(Plain()))
    assert_valid_html(in_page(Plain({})))
    assert 'class="govuk-textarea' in str(Plain())


@pytest.mark.parametrize("field", [RadioField, SelectField])
def test_errors_of_groups_are_reachable(field: type[forms.Field]) -> None:
    class One(forms.Form):
        answer = field(label="Answer", choices=[("a", "A")])  # type: ignore[call-arg]

    form = One({})
    assert f'id="{form["answer"].error_href[1:]}"' in str(form)  # type: ignore[attr-defined]
