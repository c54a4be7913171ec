"""What a password may not be, in our words (G1). Django's rules said plainly, and two more."""

import re
import unicodedata
from typing import Any

from django.contrib.auth import password_validation as django_rules
from django.core.exceptions import ValidationError

FEWEST_DIFFERENT = 5
FEWEST_OF_ONES_OWN = 8
SHORTEST_NAME = 3
SHORTEST = 12
REPEATED = re.compile(r"(.+?)\1+", re.DOTALL)


class LongEnough(django_rules.MinimumLengthValidator):
    def __init__(self) -> None:
        super().__init__(min_length=SHORTEST)

    def get_error_message(self) -> str:
        return f"New password must have {self.min_length} characters or more"


class NotCommon(django_rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "New password must not be one that many people use"


class NotDigitsAlone(django_rules.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return "New password must not be made of digits alone"


class NotOneself:
    """Not one's name or email address with a little added: those are tried first."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is None:
            return
        left = _letters_and_digits(password)
        for part in sorted(_names(user), key=len, reverse=True):
            left = left.replace(part, "")
        if len(left) < min(FEWEST_OF_ONES_OWN, len(_letters_and_digits(password))):
            raise ValidationError("New password must be more than your name or email address", code="oneself")

    def get_help_text(self) -> str:
        return ""


class NotTheSameAgain:
    """Not few characters, and not a short word, again and again: length alone makes nothing hard to guess."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = _letters_and_digits(password)
        words = (plain, plain.strip("0123456789"))
        if len(set(plain)) < FEWEST_DIFFERENT or any(_repeats(word) for word in words):
            raise ValidationError("New password must not be the same characters or word again and again", code="again")

    def get_help_text(self) -> str:
        return ""


def _repeats(text: str) -> bool:
    again = REPEATED.fullmatch(text)
    return again is not None and len(again[1]) < SHORTEST


def _letters_and_digits(text: str) -> str:
    """As people tell passwords apart when they think they have changed them: without case, accents and spaces."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def _names(user: Any) -> set[str]:
    said = [user.full_name, *user.full_name.split(), *re.split(r"[\W_]+", user.email.partition("@")[0])]
    return {part for part in map(_letters_and_digits, said) if len(part) >= SHORTEST_NAME}
