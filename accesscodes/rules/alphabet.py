"""The characters an access code is made of, and how each is said (A1, decision 0050)."""

import secrets
from typing import Final

from core.phonetic import ALPHABET as ALPHABET_SAID

LENGTH = 8
ALPHABET = "AaDdFfHhLNnQqRr24567"

# At most one member of each group is in the alphabet.
LOOK_ALIKE = (
    "0Oo", "1IiljJ|", "2Zz", "5Ss", "6Gb", "8B3", "9gq", "Q0O", "D0O", "T7I", "ft", "vr", "UuVv", "MWmw",
    "Cc", "Kk", "Mm", "Pp", "Uu", "Vv", "Ww", "Xx", "Yy",
)  # fmt: skip
# The same for what is said, whatever the case: the case is said in a word of its own.
SOUND_ALIKE = ("BCDEGPTV3", "FSX", "MN", "AJK8", "H8", "IY59", "QUW", "O0")


def make_text() -> str:
    """A new code from the operating system's cryptographic source (A1; WP 16, 22)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spoken(character: str) -> str:
    """How one letter or digit is said: "capital Tango", "lower kilo", "number four". Raises ValueError for another."""
    word = ALPHABET_SAID.get(character.lower())
    if word is None:
        raise ValueError("Only a letter or a digit is said.")
    if character.isdigit():
        return f"number {word}"
    return f"capital {word.capitalize()}" if character.isupper() else f"lower {word}"


# Every letter and digit, also those of no code: the caller may say anything. By row: letters as capital and small.
SAID: Final = tuple(
    tuple((character, spoken(character)) for character in dict.fromkeys((sign.upper(), sign))) for sign in ALPHABET_SAID
)
