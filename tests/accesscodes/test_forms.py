import string

import pytest
from django.http import QueryDict
from hypothesis import example, given
from hypothesis import strategies as st

from accesscodes.forms import BOTH, ChallengeForm

pytestmark = pytest.mark.req("A3")
ASKED = (2, 5, 8)


def form(*typed: str, cannot: bool = False) -> ChallengeForm:
    data = QueryDict(mutable=True)
    data.update({f"characters_{place}": text for place, text in enumerate(typed)})
    if cannot:
        data["cannot_give"] = "on"
    return ChallengeForm(data, positions=ASKED)


def test_the_boxes_are_named_by_position_in_words() -> None:
    drawn = str(ChallengeForm(positions=ASKED))
    for label in ("Second character", "Fifth character", "Eighth character"):
        assert label in drawn
    assert "First character" not in drawn


@pytest.mark.parametrize("typed", [("d", "2", "R"), (" d", "2 ", "R"), ("D", "2", "r")])
def test_case_is_kept_and_spaces_round_a_character_are_not(typed: tuple[str, ...]) -> None:
    filled = form(*typed)
    assert filled.is_valid()
    assert filled.cleaned_data["characters"] == tuple(text.strip() for text in typed)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("", "2", "r"), "Enter the second character: one letter or digit"),
        (("d", "", ""), "Enter the fifth and eighth characters: one letter or digit each"),
        (("", "", ""), "Enter the second, fifth and eighth characters: one letter or digit each"),
        ((), "Enter the second, fifth and eighth characters: one letter or digit each"),
        (("dd", "2", "r"), "Enter the second character: one letter or digit"),
        (("d", "-", "r"), "Enter the fifth character: one letter or digit"),
        (("d", "2", "é"), "Enter the eighth character: one letter or digit"),
        (("d", "2", "\u0501"), "Enter the eighth character: one letter or digit"),  # Cyrillic
        (("d", "٢", "r"), "Enter the fifth character: one letter or digit"),
        (("d", "\uff12", "r"), "Enter the fifth character: one letter or digit"),
        (("d", "\0", "r"), "Enter the fifth character: one letter or digit"),
        (("d", "\u200b", "r"), "Enter the fifth character: one letter or digit"),
        (("d", "2", "\ud800"), "Enter the eighth character: one letter or digit"),
    ],
)  # fmt: skip
def test_anything_but_one_letter_or_digit_gets_a_message_that_says_what_to_enter(
    typed: tuple[str, ...], message: str
) -> None:
    wrong = form(*typed)
    assert wrong.errors == {"characters": [message]}


def test_what_was_typed_is_kept_on_a_form_error() -> None:
    drawn = str(form("Q", "77", ""))
    assert 'value="Q"' in drawn
    assert 'value="77"' in drawn


def test_a_caller_who_cannot_give_them_fails_without_a_guess() -> None:
    for typed in ((), ("d", "", ""), ("d", "2", " ")):
        given_up = form(*typed, cannot=True)
        assert given_up.is_valid()
        assert given_up.cleaned_data["characters"] == ("", "", "")


@pytest.mark.parametrize("typed", [("d", "2", "r"), ("d", "22", "-")])
def test_all_the_characters_beside_the_tick_are_asked_about_and_kept(typed: tuple[str, ...]) -> None:
    both = form(*typed, cannot=True)
    assert both.errors == {"cannot_give": [BOTH]}
    assert all(f'value="{text}"' in str(both) for text in typed)
    assert "checked" in str(both)


@given(st.lists(st.text(st.characters(codec=None), max_size=4), max_size=4))
@example(["d" * 100_000, "2", "r"])
def test_nothing_typed_raises(typed: list[str]) -> None:
    filled = form(*typed)
    if filled.is_valid():
        said = filled.cleaned_data["characters"]
        assert len(said) == 3
        assert all(len(text) == 1 and text in string.ascii_letters + string.digits for text in said)
    else:
        assert filled.errors["characters"][0].startswith("Enter the ")
    str(filled).encode()
