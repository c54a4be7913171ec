"""National Insurance numbers: put into one form, and checked as typed (S10). Pure."""

import re

FORBIDDEN_PREFIXES = ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")
PREFIX = rf"(?!{'|'.join(FORBIDDEN_PREFIXES)})[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
PATTERN = rf"^{PREFIX}[0-9]{{6}}[A-D]$"  # also the database's constraint: PostgreSQL reads it the same

EXAMPLE = "QQ 12 34 56 C"
MISSING = "Enter a National Insurance number"
MALFORMED = f"Enter a National Insurance number in the format {EXAMPLE}"
BAD_PREFIX = "Enter a National Insurance number that starts with two letters in use; these two never are"
BAD_SUFFIX = "Enter a National Insurance number that ends in A, B, C or D"


class BadNino(ValueError):
    """Not a National Insurance number. The message says what to enter and never quotes what was typed."""


def normalise(text: str) -> str:
    """The number without spaces or hyphens and in capitals. Anything that is not ASCII stays, to be refused."""
    compact = re.sub(r"[\s\-]+", "", text)
    return compact.upper() if compact.isascii() else compact


def check(text: str) -> str:
    """The number in its stored form, "QQ123456C". Raises BadNino, saying what to enter (S10)."""
    number = normalise(text)
    if not number:
        raise BadNino(MISSING)
    if not re.fullmatch(r"[A-Z]{2}[0-9]{6}[A-Z]", number):
        raise BadNino(MALFORMED)
    if not re.match(PREFIX, number):
        raise BadNino(BAD_PREFIX)
    if number[-1] not in "ABCD":
        raise BadNino(BAD_SUFFIX)
    return number
