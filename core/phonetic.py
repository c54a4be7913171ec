"""Letters and digits as they are spelt on the telephone. Pure."""

from typing import Final

ALPHABET: Final = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz0123456789",
        (
            *("alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo"),
            *("lima", "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor"),
            *("whiskey", "x-ray", "yankee", "zulu"),
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
        ),
        strict=True,
    )
)


def spelt(text: str) -> str:
    """ "AB1" gives "alfa bravo one". Words are set apart by commas; other signs are left out."""
    words = (" ".join(ALPHABET[sign] for sign in word.lower() if sign in ALPHABET) for word in text.split())
    return ", ".join(filter(None, words))
