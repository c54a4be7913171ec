"""Does a text seem to hold personal details about staff (B1, Annex B)? It warns, and refuses nothing. Pure.

Plain patterns, declared one by one. Names of organisations are taken out first: "Bramley Road Training" is no address,
and "Thomas Cook" in the supply chain is no person.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from core.names import fold

from .words import FIRST_NAMES, MONTHS, OF_ORGANISATIONS, ROLES, STREETS, TITLES


class Detail(StrEnum):
    """A kind of personal detail, as the warning names it."""

    NAME = "the name of a person"
    PHONE = "a telephone number"
    ADDRESS = "an address or postcode"
    EMAIL = "an email address"
    NINO = "a National Insurance number"
    BIRTH = "a date of birth"


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


ANY_CASE = re.IGNORECASE
CAPITALISED = r"[A-Z\u00C0-\u00DE][\w'\u2019-]+"
# A word with a capital that is neither a role nor part of an organisation's name: "Team Leader", "Kestrel Recruitment".
OF_A_NAME = rf"(?!(?:{_any(ROLES | OF_ORGANISATIONS)})\b){CAPITALISED}"
NO_ORGANISATION = rf"(?!\s+(?:&|and\s+[A-Z]|(?:{_any(OF_ORGANISATIONS)})\b))"

PATTERNS: tuple[tuple[Detail, re.Pattern[str]], ...] = (
    (Detail.EMAIL, re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}\.[\w.-]{2,}")),
    (Detail.NINO, re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d[ -]?\d\d[ -]?\d\d ?[A-D]\b", ANY_CASE)),
    # Eleven or ten digits that begin with 0, or +44: dates and amounts have fewer.
    (Detail.PHONE, re.compile(r"(?<![\w+])(?:\+44|0044|\(?0)(?:[ ()./-]{0,2}\d){9,10}(?![\d-]*\d)")),
    (Detail.BIRTH, re.compile(
        r"\b(?:d\.?\s?o\.?\s?b\b\.?|date of birth|birthday|born)\W{0,3}(?:\w+\W+){0,3}?\d", ANY_CASE
    )),
    (Detail.ADDRESS, re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")),
    (Detail.ADDRESS, re.compile(
        rf"\b\d{{1,4}}[a-z]?,? (?!(?:{_any(MONTHS)})\b)(?:{CAPITALISED} ){{1,2}}(?:{_any(STREETS)})\b{NO_ORGANISATION}"
    )),
    (Detail.NAME, re.compile(rf"\b(?:{_any(TITLES)})\.? {CAPITALISED}{NO_ORGANISATION}")),
    (Detail.NAME, re.compile(rf"\b(?:{_any(FIRST_NAMES)}) (?:[A-Z]\.? )?{OF_A_NAME}{NO_ORGANISATION}")),
    (Detail.NAME, re.compile(rf"\b(?:{_any(FIRST_NAMES)}) (?:left|leaves|resigned|walked|took|was|is|has|had)\b")),
    # What happens to people and not to organisations.
    (Detail.NAME, re.compile(
        rf"\b{OF_A_NAME} {OF_A_NAME} (?:(?:was|were|is|has|had|been|being) ){{0,2}}"
        r"(?:dismissed|sacked|suspended|disciplined|arrested|resigned|walked out|made redundant)\b"
    )),
    (Detail.NAME, re.compile(
        r"\b(?:employee|colleague|advis[eo]r|trainer|worker|administrator|member of staff|named|called|name"
        rf"(?: is| was)?)[:,]? \(?{OF_A_NAME} {OF_A_NAME}\b{NO_ORGANISATION}"
    )),
)  # fmt: skip


def seen_in(text: str, *, organisations: Iterable[str] = (), people: Iterable[str] = ()) -> tuple[Detail, ...]:
    """The kinds of personal details that the text seems to hold, in the order of Detail.

    `organisations` are names to take no notice of; `people` are names to look for, folded (`core.names.fold`), such as
    the prime's callers'.
    """
    plain = without(" ".join(text.split()), organisations)
    found = {kind for kind, pattern in PATTERNS if pattern.search(plain)}
    if _names_one_of(plain, people):
        found.add(Detail.NAME)
    return tuple(kind for kind in Detail if kind in found)


def without(text: str, organisations: Iterable[str]) -> str:
    """The text with these names taken out, the longest first. One pattern: supply chains can be long."""
    names = set(filter(None, map(str.strip, organisations)))
    return re.sub(rf"(?<!\w)(?:{_any(names)})(?!\w)", "*", text, flags=ANY_CASE) if names else text


def _names_one_of(text: str, people: Iterable[str]) -> bool:
    said = f" {fold(text)} "
    return any(f" {name} " in said for name in people if " " in name)
