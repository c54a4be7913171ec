"""What is said of emails to a prime's single points of contact, who may be none."""

from collections.abc import Sequence


def told_words(number: int) -> str:
    """How many are told, as a sentence."""
    if not number:
        return "The provider has no single point of contact, so nobody is told by email: tell it another way."
    if number == 1:
        return "Its single point of contact is told by email."
    return f"Its {number} single points of contact are told by email."


def all_told_words(number: int, without: Sequence[str]) -> str:
    """How many of all providers are told, and the names of those that have nobody to tell."""
    if not number:
        told = "No provider has a single point of contact, so nobody is told by email."
    elif number == 1:
        told = "The only single point of contact is told by email."
    else:
        told = f"All {number} single points of contact are told by email."
    if not without:
        return told
    return f"{told} These providers have none, so tell them another way: {'; '.join(without)}."
