"""What is said of how many single points of contact are told."""

import pytest

from providers.rules.telling import all_told_words, told_words

NOBODY = "No provider has a single point of contact, so nobody is told by email."
ONE = "The only single point of contact is told by email."


@pytest.mark.req("L5")
@pytest.mark.parametrize(
    ("number", "without", "said"),
    [
        (0, [], NOBODY),
        (1, [], ONE),
        (12, [], "All 12 single points of contact are told by email."),
        (0, ["Aire"], f"{NOBODY} These providers have none, so tell them another way: Aire."),
        (1, ["Aire", "Tees, Ltd"], f"{ONE} These providers have none, so tell them another way: Aire; Tees, Ltd."),
    ],
)
def test_all_are_said_to_be_told_only_as_far_as_they_are(number: int, without: list[str], said: str) -> None:
    assert all_told_words(number, without) == said


def test_one_providers_are_counted() -> None:
    assert "no single point of contact, so nobody" in told_words(0)
    assert told_words(1) == "Its single point of contact is told by email."
    assert told_words(3) == "Its 3 single points of contact are told by email."
