"""Words of messages."""

import pytest

from core.forms.wording import ask, joined, mid_sentence, printable, subject


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
    assert [subject(label) for label in ("", "How many?", "Name")] == ["The answer", "The answer", "Name"]
    assert printable("a\x00b\tc\nd\x85\ufffee") == "ab\tc\nde"
