"""Words of messages."""

import pytest

from core.forms.wording import ask, joined, mid_sentence, printable, seen, subject


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Date of failure", "date of failure"),
        ("National Insurance number", "National Insurance number"),
        ("NINO", "NINO"),
        ("WP08 reference", "WP08 reference"),
        ("", ""),
    ],
)
def test_a_label_inside_a_sentence(label: str, inside: str) -> None:
    assert mid_sentence(label) == inside


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ("Full name", "Enter the full name"),
        ("Your name", "Enter your name"),
        ("Which route?", "Enter an answer to “Which route?”"),
        ("What was said", "Enter an answer to “What was said”"),
        ("", "Enter an answer"),
    ],
)
def test_what_to_enter(label: str, message: str) -> None:
    assert ask("Enter", label) == message


def test_lists_subjects_and_signs() -> None:
    assert [joined(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert [subject(label) for label in ("", "How many?", "Name")] == [
        "The answer",
        "Your answer to “How many?”",
        "Name",
    ]
    assert subject("In a few words, if you like") == "Your answer to “In a few words, if you like”"
    assert printable("a\x00b\tc\nd\x85\ufffee") == "ab\tc\nde"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Zoë O'Neil\nand\tmore", "Zoë O'Neil\nand\tmore"),
        ("PP 10\u200b 00 01 A\ufeff", "PP 10 00 01 A"),
        ("\u202eabc\u2069", "abc"),
        ("sho\u00ades", "shoes"),
        ("a\x1b[31m", "a[31m"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        *(
            (nothing, "")
            for nothing in ("", " ", "\u200b", "\u200d", "\u3164\u2800", "\u202e\u00a0", "\u0301", "\ue000")
        ),
    ],
)
@pytest.mark.req("S10", "C9")
def test_what_a_reader_sees_of_a_text(typed: str, read: str) -> None:
    assert seen(typed) == read
