import string

import pytest

from accesscodes.rules import alphabet

pytestmark = pytest.mark.req("A1")


def test_a_code_has_eight_characters_of_the_alphabet() -> None:
    for _ in range(500):
        text = alphabet.make_text()
        assert len(text) == 8
        assert set(text) <= set(alphabet.ALPHABET)


def test_every_character_comes_up_in_every_place() -> None:
    texts = [alphabet.make_text() for _ in range(2_000)]
    for place in range(8):
        assert {text[place] for text in texts} == set(alphabet.ALPHABET)


def test_the_alphabet_has_letters_of_both_cases_and_digits_each_once() -> None:
    characters = set(alphabet.ALPHABET)
    assert len(characters) == len(alphabet.ALPHABET) == 20
    for kind in (string.ascii_uppercase, string.ascii_lowercase, string.digits):
        assert characters & set(kind)
    assert characters <= set(string.ascii_letters + string.digits)


@pytest.mark.parametrize("group", alphabet.LOOK_ALIKE)
def test_no_two_characters_look_alike(group: str) -> None:
    assert len(set(group) & set(alphabet.ALPHABET)) <= 1


@pytest.mark.parametrize("group", alphabet.SOUND_ALIKE)
def test_no_two_characters_sound_alike(group: str) -> None:
    assert len({character.upper() for character in alphabet.ALPHABET} & set(group)) <= 1


@pytest.mark.parametrize(
    ("character", "words"),
    [("T", "capital Tango"), ("k", "lower kilo"), ("4", "number four"), ("X", "capital X-ray"), ("a", "lower alfa")],
)
def test_a_character_is_said_with_its_case(character: str, words: str) -> None:
    assert alphabet.spoken(character) == words


def test_every_letter_and_digit_is_said_differently() -> None:
    everything = string.ascii_letters + string.digits
    assert len({alphabet.spoken(character) for character in everything}) == len(everything)


@pytest.mark.parametrize("character", ["", "ab", "é", "-", " ", "٣"])
def test_nothing_else_is_said(character: str) -> None:
    with pytest.raises(ValueError, match="letter or a digit"):
        alphabet.spoken(character)
