"""Names as they are said and as they are held: the differences that do not matter are taken away.

Forgiven (S1): case, accents, hyphens, apostrophes, spaces, titles and middle names. Pure.
"""

import unicodedata

TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "prof", "professor", "rev", "reverend", "sir", "dame", "lady"}
)
MINUS = "\u2212"
# ' ` and the curly, modifier, acute, prime and full-width signs that stand for an apostrophe.
APOSTROPHES = frozenset("'`\u2018\u2019\u02bc\u02b9\u00b4\u2032\uff07")
# Letters that Unicode does not take apart into a letter and an accent.
WHOLE_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ħ": "h"}
)


def fold(text: str) -> str:
    """Lower-case words parted by single spaces: no accents or punctuation, hyphens and apostrophes closed up."""
    words: list[str] = []
    word: list[str] = []
    for character in _plain(text):
        kind = unicodedata.category(character)
        if kind == "Pd" or character == MINUS or character in APOSTROPHES:
            continue
        if kind[0] in "LMN":
            word.append(character)
        elif word:
            words.append("".join(word))
            word = []
    return " ".join([*words, "".join(word)]).strip()


def same_name(said: str, held: str) -> bool:
    """True where both are one person's name (S1, E3): first and last names agree, or the one word does.

    Middle names may be missing or differ. Nothing is ever the same as an empty name.
    """
    ours, theirs = _words(said), _words(held)
    if not ours or not theirs:
        return False
    if len(ours) == 1 or len(theirs) == 1:
        return ours == theirs
    return not _ends(ours).isdisjoint(_ends(theirs))


def _plain(text: str) -> str:
    """Without case and accents. Folded twice, because taking an accent away can leave a capital or a new accent."""
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
        text = text.casefold().translate(WHOLE_LETTERS)
    return text


def _words(name: str) -> list[str]:
    words = fold(name).split()
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    return words


def _ends(words: list[str]) -> set[tuple[str, str]]:
    """Every reading of the words as a first and a last name, since either may have been split by a space."""
    count = len(words)
    return {
        ("".join(words[:first]), "".join(words[count - last :]))
        for first in range(1, count)
        for last in range(1, count - first + 1)
    }
