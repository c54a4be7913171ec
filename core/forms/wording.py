"""Words for messages about a field, made from its label. Pure."""

import re
import unicodedata

# Labels that begin with a name keep their capital in mid-sentence.
NAMES = ("National Insurance", "Universal Credit", "Jobcentre", "Work Programme", "Mandatory Work", "Provider Direct")
# Controls, lone surrogates and code points that are no characters: none of them can stand in a page.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]"
)

# Letters as Unicode counts them, which show nothing.
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
JOINERS = frozenset("\u200c\u200d")  # within words of some scripts, and within emoji


def mid_sentence(label: str) -> str:
    """The label as it stands inside a sentence: "Date of failure" gives "date of failure"; "NINO" stays."""
    if label.startswith(NAMES) or re.match(r"\w*[A-Z0-9]\w*\b", label[1:]):
        return label
    return label[:1].lower() + label[1:]


def ask(verb: str, label: str) -> str:
    """What to do about an empty answer: "Enter the full name", "Select an answer to “Which route?”"."""
    if not label:
        return f"{verb} an answer"
    if label.endswith("?"):
        return f"{verb} an answer to “{label}”"
    if re.match(r"(the|a|an|your|who|what|which|when|where|why|how)\b", label, re.IGNORECASE):
        return f"{verb} an answer to “{label}”" if label[0] in "wWhH" else f"{verb} {mid_sentence(label)}"
    return f"{verb} the {mid_sentence(label)}"


def subject(label: str) -> str:
    """What a message about a wrong answer begins with; safe to hold Django's own placeholders after it.

    A label that is a question or a phrase is quoted: no sentence can go on from it.
    """
    if not label:
        return "The answer"
    safe = label.replace("%", "%%")
    return f"Your answer to “{safe}”" if label.endswith("?") or "," in label else safe


def seen(text: str) -> str:
    """The text as a reader sees it: without marks that turn or hide what follows them, empty where nothing is left.

    What is pasted brings them along. A reason of one of them would look like no reason, and a name that holds one
    would look like another.
    """
    kept = "".join(
        each for each in text if each in JOINERS or each in "\n\r\t\0" or unicodedata.category(each) not in {"Cc", "Cf"}
    )
    return kept if any(_shows(each) for each in kept) else ""


def _shows(character: str) -> bool:
    return character == "\0" or (character not in BLANKS and unicodedata.category(character)[0] in "LNPS")


def printable(text: str) -> str:
    """The text without control characters, which a page cannot hold. Line ends and tabs stay."""
    return UNPRINTABLE.sub("", text)


def joined(words: list[str]) -> str:
    """A list as it is said: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
