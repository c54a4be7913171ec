"""What a file would change in the approved list, told before it is done. Pure: the list is in a Book in memory.

Every row is checked before the first is written: one that is wrong by itself, or wrong beside the others.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from core.dates import in_words
from core.extracts import Extract, Problems
from programmes.policy import POLICIES, policy

from ..models import AuthorisedCaller, Contract, Provider, SupplyChain
from ..rules import names
from .book import Book, Shelf
from .entries import Entry, Kind, read_entries


class Effect(StrEnum):
    """What a file does to a row of the list, in the order in which a person should look at them."""

    ENDED = "Ended"
    CHANGED = "Changed"
    KEPT = "Left as it is"
    ADDED = "Added"


@dataclass(frozen=True)
class Change:
    """One row that the file touches: what kind, which, and how it would differ."""

    effect: Effect
    kind: str
    name: str
    told: str = ""


@dataclass(frozen=True)
class Plan:
    """The whole of it. `book` holds the rows ready to be written."""

    changes: tuple[Change, ...]
    book: Book = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """The same for the same changes, and for no others: a load that is confirmed is the one that was shown."""
        return hashlib.sha256(repr(self.changes).encode()).hexdigest()

    @property
    def is_empty(self) -> bool:
        return all(change.effect is Effect.KEPT for change in self.changes)

    def count(self, effect: Effect, kind: str = "") -> int:
        return sum(change.effect is effect and kind in {"", change.kind} for change in self.changes)

    @property
    def counts(self) -> list[tuple[str, list[int]]]:
        """By kind of row, how many have each effect, in the order of Effect."""
        found = Counter((change.kind, change.effect) for change in self.changes)
        return [(kind, [found[kind, effect] for effect in Effect]) for kind in KINDS]


def plan(book: Book, extract: Extract, problems: Problems) -> Plan:
    """Lay the file over the list. Raises BadRows with every problem by its line."""
    entries = read_entries(extract, problems)
    _check_repeats(entries)
    for entry in entries:
        PUT[entry.kind](book, entry)
    _check_whole(book, entries)
    problems.refuse_any()
    order = list(Effect)
    return Plan(tuple(sorted(_changes(book), key=lambda change: order.index(change.effect))), book)


def _put_prime(book: Book, entry: Entry) -> None:
    book.put_prime(entry.prime)


def _put_contract(book: Book, entry: Entry) -> None:
    if (prime := _prime(book, entry)) and entry.starts_on:
        book.put_contract(prime, entry.programme, entry.starts_on, entry.ends_on)


def _put_subcontractor(book: Book, entry: Entry) -> None:
    if (prime := _prime(book, entry)) and entry.starts_on:
        company = book.put_company(entry.company)
        if company is prime:
            entry.row.problem("company", "is the prime provider itself")
            return
        book.put_link(prime, company, entry.starts_on, entry.ends_on)


def _put_caller(book: Book, entry: Entry) -> None:
    prime = _prime(book, entry)
    company = book.providers.held.get(names.key(entry.company))
    if company is None:
        entry.row.problem("company", "is neither on the list nor a subcontractor in this file")
    elif prime and entry.starts_on:
        book.put_caller(prime, company, entry.caller, entry.starts_on, entry.ends_on)


PUT = {
    Kind.PRIME: _put_prime,
    Kind.CONTRACT: _put_contract,
    Kind.SUBCONTRACTOR: _put_subcontractor,
    Kind.CALLER: _put_caller,
}


def _prime(book: Book, entry: Entry) -> Provider | None:
    found = book.prime(entry.prime)
    if found is None:
        entry.row.problem("prime", "is not a prime provider of the list or of this file")
    return found


def _check_repeats(entries: list[Entry]) -> None:
    first: dict[Any, int] = {}
    for entry in entries:
        whose = (names.key(entry.prime), names.key(entry.company), names.fold(entry.caller))
        line = first.setdefault((entry.kind, *whose, entry.programme, entry.starts_on), entry.line)
        if line != entry.line:
            entry.row.problem("record", f"repeats line {line}")


def _check_whole(book: Book, entries: list[Entry]) -> None:
    """What only shows once all rows are laid over the list."""
    in_two_contracts, twice_in_a_chain = set(book.overlapping(book.contracts)), set(book.overlapping(book.links))
    current_callers = Counter(key[:3] for key, row in book.callers.held.items() if row.ended_on is None)
    linked = {key[:2] for key in book.links.held}
    for entry in entries:
        prime, company = names.key(entry.prime), names.key(entry.company)
        person = (prime, company, names.person(entry.caller))
        if entry.kind == Kind.SUBCONTRACTOR and (prime, company) in twice_in_a_chain:
            entry.row.problem("starts_on", "makes this organisation's times in the supply chain overlap")
        if entry.kind == Kind.CONTRACT and (prime, entry.programme) in in_two_contracts:
            entry.row.problem("starts_on", "makes this prime provider's contracts for the programme overlap")
        if entry.kind == Kind.CALLER and current_callers[person] > 1:
            entry.row.problem("caller", "is an authorised caller already, from another day")
        if entry.kind == Kind.CALLER and company != prime and (prime, company) not in linked:
            entry.row.problem("company", "has never been in this prime provider's supply chain")


def _changes(book: Book) -> Iterator[Change]:
    for kind, (shelf_of, name, added) in KINDS.items():
        shelf = shelf_of(book)
        for row in shelf.added:
            yield Change(Effect.ADDED, kind, name(row), added(row))
        for row, before in shelf.changed_with_before:
            yield Change(_effect(row, before), kind, name(row), _differences(row, before))
        for row, wanted in shelf.kept:
            yield Change(Effect.KEPT, kind, name(row), f"{_ended(row)}; the file says {_day(wanted)}")


def _effect(row: Any, before: dict[str, Any]) -> Effect:
    """An end where there was none, or an earlier one, is an end; everything else is a change."""
    for name in ENDS & before.keys():
        if before[name] is None or getattr(row, name) < before[name]:
            return Effect.ENDED
    return Effect.CHANGED


def _differences(row: Any, before: dict[str, Any]) -> str:
    return ", ".join(_difference(name, was, getattr(row, name)) for name, was in sorted(before.items()))


def _difference(name: str, was: Any, now: Any) -> str:
    if name in ENDS:
        return f"{ENDS[name]} {_day(now)}" + (f", until now {_day(was)}" if was else "")
    return "becomes a prime provider" if name == "is_prime" else f"until now “{was}”"


ENDS = {"ends_on": "last day", "ended_on": "ends on"}


def _ended(row: Any) -> str:
    return f"ended on {_day(row.ended_on)}" if isinstance(row, AuthorisedCaller) else f"last day {_day(row.ends_on)}"


def _provider(row: Provider) -> str:
    return row.name


def _contract(row: Contract) -> str:
    known = {each.value for each in POLICIES}
    programme = policy(row.programme).name if row.programme in known else row.programme
    return f"{row.prime.name}: {programme}, from {_day(row.starts_on)}"


def _link(row: SupplyChain) -> str:
    return f"{row.subcontractor.name}, for {row.prime.name}, from {_day(row.starts_on)}"


def _caller(row: AuthorisedCaller) -> str:
    whom = row.company.name if row.company is row.prime else f"{row.company.name}, for {row.prime.name}"
    return f"{row.full_name} of {whom}, from {_day(row.starts_on)}"


def _until(row: Contract | SupplyChain) -> str:
    return f"last day {_day(row.ends_on)}" if row.ends_on else ""


def _until_ended(row: AuthorisedCaller) -> str:
    return f"ends on {_day(row.ended_on)}" if row.ended_on else ""


def _day(day: date | None) -> str:
    return in_words(day) if day else "none"


Named = tuple[Callable[[Book], Shelf[Any]], Callable[[Any], str], Callable[[Any], str]]
# By kind of row: where it is kept, how it is named, and what is said of a new one.
KINDS: dict[str, Named] = {
    "organisations": (lambda book: book.providers, _provider, lambda row: "prime provider" if row.is_prime else ""),
    "contracts": (lambda book: book.contracts, _contract, _until),
    "supply chain": (lambda book: book.links, _link, _until),
    "authorised callers": (lambda book: book.callers, _caller, _until_ended),
}
