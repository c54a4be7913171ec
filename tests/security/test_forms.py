from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from programmes.types import PAYMENT_GROUPS, QuestionKind, SigningDayAndCycle, Weekday
from security.forms import BOTH, AnswerForm, Judgement, MarkForm, answer_form
from security.rules.mark import FREE

pytestmark = pytest.mark.req("S2", "S5")
TODAY = date(2026, 11, 23)


def form(kind: QuestionKind, **typed: str) -> AnswerForm:
    data = QueryDict(mutable=True)
    data.update(typed)
    return answer_form(kind)(data, today=TODAY)


RIGHT_FORM = {
    QuestionKind.PAYMENT_GROUP: ({"group": "3"}, 3),
    QuestionKind.SIGNING_DAY_AND_CYCLE: (
        {"day": "tuesday", "cycle": "2"},
        SigningDayAndCycle(Weekday.TUESDAY, 2),
    ),
    QuestionKind.REFERRAL_DATE: (
        {"referred_on_day": "7", "referred_on_month": "11", "referred_on_year": "2012"},
        date(2012, 11, 7),
    ),
    **dict.fromkeys(FREE, ({"said": " JS "}, "JS")),
}


@pytest.mark.parametrize("kind", QuestionKind)
def test_each_kind_has_a_form_that_gives_the_typed_answer(kind: QuestionKind) -> None:
    typed, expected = RIGHT_FORM[kind]
    filled = form(kind, **typed)
    assert filled.is_valid(), filled.errors
    assert filled.answer() == expected
    assert type(filled.answer()) is type(expected)


@pytest.mark.parametrize("kind", QuestionKind)
def test_an_empty_answer_gets_a_message_that_says_what_to_enter(kind: QuestionKind) -> None:
    for messages in form(kind).errors.values():
        assert all(message.startswith(("Enter ", "Select ")) for message in messages)
    assert form(kind).errors


@pytest.mark.req("S6")
@pytest.mark.parametrize("kind", QuestionKind)
def test_a_caller_who_cannot_answer_fails_without_a_guess(kind: QuestionKind) -> None:
    filled = form(kind, cannot_answer="on")
    assert filled.is_valid(), filled.errors
    assert filled.answer() is None


@pytest.mark.req("S6")
@pytest.mark.parametrize("kind", QuestionKind)
def test_an_answer_beside_the_tick_that_there_is_none_is_asked_about_and_kept(kind: QuestionKind) -> None:
    typed = RIGHT_FORM[kind][0]
    both = form(kind, cannot_answer="on", **typed)
    assert both.errors == {"cannot_answer": [BOTH]}
    drawn = str(both)
    assert drawn.count("checked") == 1 + sum(name in {"group", "day", "cycle"} for name in typed)
    assert all(f'value="{text}"' in drawn for text in typed.values())


@pytest.mark.req("S6")
@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (QuestionKind.SIGNING_DAY_AND_CYCLE, {"day": "tuesday"}),
        (QuestionKind.REFERRAL_DATE, {"referred_on_month": "11", "referred_on_year": "2012"}),
        (QuestionKind.REFERRING_OFFICER, {"said": "  "}),
    ],
)
def test_a_part_of_an_answer_may_stand_beside_the_tick(kind: QuestionKind, typed: dict[str, str]) -> None:
    filled = form(kind, cannot_answer="on", **typed)
    assert filled.is_valid(), filled.errors
    assert filled.answer() is None


def test_all_nine_payment_groups_are_offered_by_name() -> None:
    drawn = str(form(QuestionKind.PAYMENT_GROUP))
    for number, name in PAYMENT_GROUPS.items():
        assert f"{number}: {name}" in drawn


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (QuestionKind.PAYMENT_GROUP, {"group": "10"}),
        (QuestionKind.SIGNING_DAY_AND_CYCLE, {"day": "sunday", "cycle": "1"}),
        (QuestionKind.SIGNING_DAY_AND_CYCLE, {"day": "monday", "cycle": "3"}),
        (QuestionKind.SIGNING_DAY_AND_CYCLE, {"day": "monday"}),
        (
            QuestionKind.REFERRAL_DATE,
            {"referred_on_day": "31", "referred_on_month": "2", "referred_on_year": "2026"},
        ),
        (QuestionKind.REFERRAL_DATE, {"referred_on_day": "7", "referred_on_month": "11", "referred_on_year": "2062"}),
        (QuestionKind.REFERRING_OFFICER, {"said": "   "}),
        (QuestionKind.EMPLOYMENT_HISTORY, {"said": "x" * 201}),
        (QuestionKind.QUALIFICATIONS, {"said": "\0"}),
    ],
)
def test_nonsense_is_a_form_error_and_uses_up_no_try(kind: QuestionKind, typed: dict[str, str]) -> None:
    assert form(kind, **typed).errors


@pytest.mark.req("S4")
def test_the_day_after_today_is_a_date_that_prap_can_have() -> None:
    tomorrow = {"referred_on_day": "24", "referred_on_month": "11", "referred_on_year": "2026"}
    assert form(QuestionKind.REFERRAL_DATE, **tomorrow).is_valid()
    assert not form(QuestionKind.REFERRAL_DATE, **(tomorrow | {"referred_on_day": "25"})).is_valid()


def test_what_was_typed_is_kept_on_a_form_error() -> None:
    drawn = str(form(QuestionKind.REFERRAL_DATE, referred_on_day="31", referred_on_month="2"))
    assert 'value="31"' in drawn
    assert 'value="2"' in drawn


NAMES = ["group", "day", "cycle", "said", "referred_on_day", "referred_on_month", "referred_on_year", "cannot_answer"]


@given(
    st.sampled_from(list(QuestionKind)),
    st.dictionaries(st.sampled_from(NAMES), st.text(st.characters(codec=None), max_size=12)),
)
def test_nothing_typed_raises(kind: QuestionKind, typed: dict[str, str]) -> None:
    filled = form(kind, **typed)
    if filled.is_valid():
        filled.answer()
    str(filled).encode()


@pytest.mark.req("S3", "S5")
@pytest.mark.parametrize("judgement", Judgement)
def test_a_free_answer_is_judged_in_one_of_three_ways(judgement: Judgement) -> None:
    filled = MarkForm({"judgement": judgement.value, "unclear": "several"})
    assert filled.is_valid()
    assert Judgement(filled.cleaned_data["judgement"]) is judgement


@pytest.mark.req("S3")
@pytest.mark.parametrize("why", ["", "because"])
def test_an_unclear_record_needs_its_reason(why: str) -> None:
    assert list(MarkForm({"judgement": "unclear", "unclear": why}).errors) == ["unclear"]


@pytest.mark.parametrize("typed", [{}, {"judgement": ""}, {"judgement": "perhaps"}])
def test_a_judgement_must_be_made(typed: dict[str, str]) -> None:
    assert MarkForm(typed).errors["judgement"][0].startswith("Select ")
