"""Checking an extract row by row. What is wrong is noted with its line and column, never with its value (G4)."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from core.extracts import Problems, Row
from programmes.types import PAYMENT_GROUPS, SIGNING_CYCLES, Programme, Weekday

from .. import models
from ..rules.benefit import Benefit
from ..rules.handling import SpecialHandling
from ..rules.nino import BadNino
from ..rules.nino import check as check_nino
from .bundles import FIELDS, Bundle, ReferralRow, Values
from .columns import ALWAYS, COLUMNS, OWN, Kind

EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 1, 1)
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,18}")
NO_COLUMNS_BUT: dict[Kind, tuple[str, ...]] = {
    kind: tuple(column for column in COLUMNS if column not in (*ALWAYS, *OWN[kind])) for kind in Kind
}


@dataclass
class Checker:
    """Turns the rows of a file into bundles. `find_prime` gives the id of a prime on the approved list, or None."""

    problems: Problems
    today: date
    find_prime: Callable[[str], int | None]
    bundle: Bundle | None = None
    people: set[str] = field(default_factory=set)
    references: set[str] = field(default_factory=set)

    def bundles(self, rows: Iterable[Row]) -> Iterator[Bundle]:
        """One participant after the other; one with a problem is given all the same, for the caller to drop."""
        for row in rows:
            finished = self._take(row)
            if finished is not None:
                yield finished
        if self.bundle is not None:
            yield self.bundle

    def _take(self, row: Row) -> Bundle | None:
        """Add the row to the open bundle. Returns the bundle before, where the row opens another."""
        kind = _one_of(row, "record", Kind)
        if kind is None:
            return None
        _leaves_the_rest_empty(row, Kind(kind))
        nino = _nino(row)
        if kind == Kind.PERSON:
            finished, self.bundle = self.bundle, self._person(row, nino)
            return finished
        if self.bundle is None or nino != self.bundle.nino:
            if nino:
                row.problem("nino", "is not that of the person row above")
            return None
        TAKERS[Kind(kind)](self, row, self.bundle)
        return None

    def _person(self, row: Row, nino: str) -> Bundle:
        if nino in self.people:
            row.problem("nino", "has a person row already. A participant's rows must stand together")
        self.people.add(nino)
        flag = _one_of(row, "special_handling", SpecialHandling) if row["special_handling"] else None
        return Bundle(row.line, nino, _text(row, "full_name", 120, needed=True), flag)

    def _referral(self, row: Row, bundle: Bundle) -> None:
        reference = _text(row, "reference", 20, needed=True)
        if reference in self.references:
            row.problem("reference", "has a referral row already")
        self.references.add(reference)
        prime_id = self.find_prime(row["prime"])
        if prime_id is None:
            row.problem("prime", "must be the name of a prime provider on the approved list")
        bundle.referrals[reference] = ReferralRow(
            line=row.line,
            programme=_one_of(row, "programme", Programme) or "",
            prime_id=prime_id or 0,
            referred_on=self._past_day(row, "referred_on"),
            payment_group=_number(row, "payment_group", PAYMENT_GROUPS),
            officer_name=_text(row, "officer_name", 120),
            officer_initials=_text(row, "officer_initials", 10),
            signing_day=_one_of(row, "signing_day", Weekday) if row["signing_day"] else None,
            signing_cycle=_number(row, "signing_cycle", SIGNING_CYCLES),
        )

    def _qualification(self, row: Row, bundle: Bundle) -> None:
        name = _text(row, "qualification", 120, needed=True)
        referral = bundle.referrals.get(row["reference"])
        if referral is None:
            row.problem("reference", "must be that of a referral row of the same person above")
        elif name in referral.qualifications:
            row.problem("qualification", "is given twice for the same referral")
        else:
            referral.qualifications.append(name)

    def _employment(self, row: Row, bundle: Bundle) -> None:
        values = (_text(row, "employer", 120, needed=True), _text(row, "job_title", 120), *_from_to(row))
        _add(row, bundle, models.Employment, values, alike=(0, 2), column="employer")

    def _address(self, row: Row, bundle: Bundle) -> None:
        started_on, ended_on = _from_to(row)
        if ended_on is None and any(held[-1] is None for held in bundle.history[models.Address]):
            row.problem("ended_on", "is empty, and the present address is given already")
        values = (
            _text(row, "line_1", 120, needed=True),
            _text(row, "line_2", 120),
            _text(row, "town", 80, needed=True),
            _text(row, "postcode", 8, needed=True),
            started_on,
            ended_on,
        )
        _add(row, bundle, models.Address, values, alike=(4,), column="started_on")

    def _phone(self, row: Row, bundle: Bundle) -> None:
        if not PHONE.fullmatch(row["phone"]):
            row.problem("phone", "must be a phone number like 01632 960001")
        _add(row, bundle, models.PhoneNumber, (row["phone"],), alike=(0,), column="phone")

    def _claim(self, row: Row, bundle: Bundle) -> None:
        started_on, last_day = _from_to(row)
        dormant_from = _day(row, "dormant_from", needed=False)
        if started_on and dormant_from and dormant_from <= started_on:
            row.problem("dormant_from", "must be after started_on")
        benefit = _one_of(row, "benefit", Benefit)
        values = (benefit, started_on, last_day, dormant_from, _text(row, "reason_ended", 120))
        _add(row, bundle, models.Claim, values, alike=(0, 1), column="benefit")

    def _change(self, row: Row, bundle: Bundle) -> None:
        values = (self._past_day(row, "noted_on"), _text(row, "description", 200, needed=True))
        _add(row, bundle, models.Change, values, alike=(0, 1), column="description")

    def _past_day(self, row: Row, column: str) -> date:
        day = _day(row, column)
        if day and day > self.today:
            row.problem(column, "must not be in the future")
        return day or EARLIEST


TAKERS: dict[Kind, Callable[[Checker, Row, Bundle], None]] = {
    Kind.REFERRAL: Checker._referral,
    Kind.QUALIFICATION: Checker._qualification,
    Kind.EMPLOYMENT: Checker._employment,
    Kind.ADDRESS: Checker._address,
    Kind.PHONE: Checker._phone,
    Kind.CLAIM: Checker._claim,
    Kind.CHANGE: Checker._change,
}


def _add(
    row: Row, bundle: Bundle, kind: type[models.OfPerson], values: Values, *, alike: tuple[int, ...], column: str
) -> None:
    """Add a row of the history, unless one that is alike in those places is there already."""
    key = tuple(values[place] for place in alike)
    if any(tuple(held[place] for place in alike) == key for held in bundle.history[kind]):
        names = " and ".join(FIELDS[kind][place] for place in alike)
        row.problem(column, f"is given twice for the same person ({names})")
    bundle.history[kind].append(values)


def _leaves_the_rest_empty(row: Row, kind: Kind) -> None:
    for column in NO_COLUMNS_BUT[kind]:
        if row[column]:
            row.problem(column, f"must be empty in a {kind} row")


def _nino(row: Row) -> str:
    try:
        return check_nino(row["nino"])
    except BadNino:
        row.problem("nino", "must be a National Insurance number like QQ123456C, with two letters in use")
        return ""


def _text(row: Row, column: str, longest: int, *, needed: bool = False) -> str:
    text = row.required(column, longest) if needed else row.text(column, longest)
    if not text.isprintable():
        row.problem(column, "must be one line of ordinary characters")
    return text


def _one_of(row: Row, column: str, words: type[StrEnum]) -> str | None:
    """The word, in any case; None where it is none of them (which is noted)."""
    known = _values(words)
    word = known.get(row[column].lower())
    if word is None:
        row.problem(column, f"must be one of {', '.join(known.values())}")
    return word


@cache
def _values(words: type[StrEnum]) -> dict[str, str]:
    return {word.value.lower(): word.value for word in words}


def _number(row: Row, column: str, allowed: Iterable[int]) -> int | None:
    if not row[column]:
        return None
    for number in allowed:
        if row[column] == str(number):
            return number
    row.problem(column, f"must be empty or one of {', '.join(map(str, allowed))}")
    return None


def _day(row: Row, column: str, *, needed: bool = True) -> date | None:
    day = row.required_day(column) if needed else row.day(column)
    if day and not EARLIEST <= day <= LATEST:
        row.problem(column, f"must be between {EARLIEST.year} and {(LATEST - timedelta(days=1)).year}")
    return day


def _from_to(row: Row) -> tuple[date | None, date | None]:
    started_on, ended_on = _day(row, "started_on"), _day(row, "ended_on", needed=False)
    if started_on and ended_on and ended_on < started_on:
        row.problem("ended_on", "must not be before started_on")
    return started_on, ended_on
