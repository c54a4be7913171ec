"""Telephone numbers as people write them. Pure."""

import re

WRITTEN = re.compile(r"\+?[0-9 ()-]+(?:(?:ext\.?|x) ?[0-9]+)?", re.IGNORECASE)
FEWEST_DIGITS = 7


def is_telephone(text: str) -> bool:
    """Whether someone could be rung by it: enough digits, and nothing but digits, spaces, brackets and an extension."""
    return bool(WRITTEN.fullmatch(text)) and sum(sign.isdigit() for sign in text) >= FEWEST_DIGITS
