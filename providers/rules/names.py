"""Names of organisations, folded so that the same one is found however it is said or typed. Pure."""

from functools import lru_cache

from core import names

LONGEST = 100
"""Characters of a typed name that are looked at: longer ones are cut, and no name on the list is longer."""
LONGEST_FOLDED = 250
"""One letter can fold into many, so what is stored of the folded name is cut too."""

REMEMBERED = 2**16

SPOKEN = str.maketrans({"&": " and ", "+": " and ", ".": ""})
LEGAL_FORMS = frozenset({"ltd", "limited", "plc", "llp", "cic", "lp"})


@lru_cache(maxsize=REMEMBERED)
def fold(name: str) -> str:
    """As `core.names.fold`: a load of the list asks for the same names again and again."""
    return names.fold(name)


def person(name: str) -> str:
    """The name of a caller, folded, as the list stores it."""
    return fold(name)[:LONGEST_FOLDED]


def words(name: str) -> str:
    """The name's words, folded: "&" is "and", a legal form at the end and "the" at the start are left out."""
    found = fold(name.translate(SPOKEN)).split()
    while len(found) > 1 and found[-1] in LEGAL_FORMS:
        found = found[:-1]
    if len(found) > 1 and found[0] == "the":
        found = found[1:]
    return " ".join(found)[:LONGEST_FOLDED]


def key(name: str) -> str:
    """What two spellings of one organisation's name have in common; the approved list holds it once (E1)."""
    return words(name).replace(" ", "")
