"""A date in three parts: what is read, what is refused, and in which words."""

from contextlib import suppress
from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from core.forms import BadDate, DateField3, read_date
from tests.html import assert_valid_html

ANYTHING = st.text(max_size=60)


class FailureForm(forms.Form):
    failed_on = DateField3(label="When did the participant fail to take part?", noun="Date of failure")
    noticed_on = DateField3(label="Noticed on", required=False)


def filled(day: str, month: str, year: str) -> FailureForm:
    return FailureForm({"failed_on_day": day, "failed_on_month": month, "failed_on_year": year})


@pytest.mark.parametrize(
    "typed",
    [
        ("6", "11", "2026"),
        ("06", "11", "2026"),
        (" 6 ", "Nov", "2026"),
        ("6", "november", "2026"),
        ("6", "NOV.", "2026"),
        ("\uff16", "\uff11\uff11", "\uff12\uff10\uff12\uff16"),
    ],
)
@pytest.mark.req("C1")
def test_one_date_typed_in_several_ways(typed: tuple[str, str, str]) -> None:
    assert read_date(*typed) == date(2026, 11, 6)


def test_sept_is_september() -> None:
    assert read_date("1", "sept", "2026") == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("typed", "message", "wrong"),
    [
        (("31", "2", "2026"), "Date of failure must be a real date, like 6 11 2026", {0, 1, 2}),
        (("6", "13", "2026"), "Date of failure must be a real date, like 6 11 2026", {1}),
        (("0", "11", "2026"), "Date of failure must be a real date, like 6 11 2026", {0}),
        (("6", "ju", "2026"), "Date of failure must be a real date, like 6 11 2026", {1}),
        (("6", "11", "26"), "Date of failure must have a year from 1900 to 2199, in 4 numbers, like 6 11 2026", {2}),
        (("6", "", "2026"), "Date of failure must include a month", {1}),
        (("", "", "2026"), "Date of failure must include a day and month", {0, 1}),
        (("", "", ""), "Enter the date of failure, like 6 11 2026", {0, 1, 2}),
        (
            ("\u00b2", "11", "20a6"),
            "Date of failure must have a year from 1900 to 2199, in 4 numbers, like 6 11 2026",
            {2},
        ),
        (("9" * 5000, "11", "2026"), "Date of failure must be a real date, like 6 11 2026", {0}),
        (("6\x00x", "11", "2026"), "Date of failure must be a real date, like 6 11 2026", {0}),
    ],
)
@pytest.mark.req("C1")
def test_what_is_no_date_is_refused_in_words_and_marked(
    typed: tuple[str, str, str], message: str, wrong: set[int]
) -> None:
    form = filled(*typed)
    assert form.errors["failed_on"] == [message]
    assert form["failed_on"].wrong_parts == wrong
    assert form["failed_on"].error_href == f"#id_failed_on_{min(wrong)}"


def test_an_impossible_date_stays_as_it_was_typed() -> None:
    drawn = filled("31", "Feb", "2026")["failed_on"].as_field_group()
    assert 'value="31"' in drawn
    assert 'value="Feb"' in drawn
    assert drawn.count("govuk-input--error") == 3


def test_a_date_that_need_not_be_given() -> None:
    assert filled("6", "11", "2026").is_valid()
    assert filled("6", "11", "2026").fields["noticed_on"].clean(["", None, " "]) is None


def test_a_date_is_drawn_again_from_its_value() -> None:
    form = FailureForm(initial={"failed_on": date(2026, 11, 6)})
    drawn = form["failed_on"].as_field_group()
    assert [f'value="{part}"' in drawn for part in (6, 11, 2026)] == [True] * 3


def test_an_unchanged_date_has_not_changed() -> None:
    data = {"failed_on_day": "6", "failed_on_month": "11", "failed_on_year": "2026"}
    assert not FailureForm(data, initial={"failed_on": date(2026, 11, 6)}).has_changed()


@given(ANYTHING, ANYTHING, ANYTHING)
def test_nonsense_is_a_date_or_a_message_and_never_a_crash(day: str, month: str, year: str) -> None:
    with suppress(BadDate):
        assert isinstance(read_date(day, month, year), date)
    assert_valid_html(f"<!DOCTYPE html><title>t</title><form>{filled(day, month, year)}</form>")


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_date_is_read_back(day: date) -> None:
    assert read_date(str(day.day), str(day.month), str(day.year)) == day
    assert read_date(f"{day:%d}", f"{day:%B}", f"{day:%Y}") == day
