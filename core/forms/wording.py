"""Words for messages about a field, made from its label. Pure."""

import re

# Labels that begin with a name keep their capital in mid-sentence.
NAMES = ("National Insurance", "Universal Credit", "Jobcentre", "Work Programme", "Mandatory Work", "Provider Direct")
# Controls, lone surrogates and code points that are no characters: none of them can stand in a page.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def mid_sentence(label: str) -> str:
    """The label as it stands inside a sentence: "Date of failure" gives "date of failure"; "NINO" stays."""
    if label.startswith(NAMES) or re.match(r"\w*[A-Z0-9]\w*\b", label[1:]):
        return label
    return label[:1].lower() + label[1:]


def printable(text: str) -> str:
    """The text without control characters, which a page cannot hold. Line ends and tabs stay."""
    return UNPRINTABLE.sub("", text)


def joined(words: list[str]) -> str:
    """A list as it is said: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
