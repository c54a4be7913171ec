"""From the rows of a file to the approved list, with the record of it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError

from accounts.models import User
from audit import services as audit
from audit.actions import Action
from core.extracts import BrokenExtract, Extract, Problems
from core.names import fold

from ..models import OfPrime, Provider
from ..rules import names
from ..services.keeping import one_writer_at_a_time, record_change
from .book import Book, Shelf
from .entries import Entry, Kind, read_entries

CHAIN = "approved list"


@dataclass(frozen=True)
class Loaded:
    """How many rows of each kind a load added and changed."""

    added: dict[str, int]
    changed: dict[str, int]

    def __str__(self) -> str:
        added, changed = sum(self.added.values()), sum(self.changed.values())
        if not added and not changed:
            return "The approved list already held all of it. Nothing was changed."
        return f"The approved list is loaded: {added} added, {changed} changed."


def load(extract: Extract, problems: Problems, *, actor: User | None = None) -> Loaded:
    """Lay the file over the list. In a transaction. Raises BadRows or BrokenExtract, writing nothing."""
    one_writer_at_a_time()
    entries = read_entries(extract, problems)
    _check_repeats(entries)
    book = Book()
    for entry in entries:
        PUT[entry.kind](book, entry)
    _check_whole(book, entries)
    problems.refuse_any()
    try:
        book.write()
    except IntegrityError:
        raise BrokenExtract("The file contradicts the approved list.") from None
    return _record(book, extract, actor)


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
        whose = (names.key(entry.prime), names.key(entry.company), fold(entry.caller))
        line = first.setdefault((entry.kind, *whose, entry.programme, entry.starts_on), entry.line)
        if line != entry.line:
            entry.row.problem("record", f"repeats line {line}")


def _check_whole(book: Book, entries: list[Entry]) -> None:
    """What only shows once all rows are laid over the list."""
    overlapping = set(book.overlaps())
    open_contracts = Counter(key[:2] for key, row in book.contracts.held.items() if row.ends_on is None)
    current_callers = Counter(key[:3] for key, row in book.callers.held.items() if row.ended_on is None)
    linked = {key[:2] for key in book.links.held}
    for entry in entries:
        prime, company = names.key(entry.prime), names.key(entry.company)
        person = (prime, company, fold(entry.caller)[: names.LONGEST_FOLDED])
        if entry.kind == Kind.SUBCONTRACTOR and (prime, company) in overlapping:
            entry.row.problem("starts_on", "makes this organisation's times in the supply chain overlap")
        if entry.kind == Kind.CONTRACT and open_contracts[prime, entry.programme] > 1:
            entry.row.problem("ends_on", "leaves two contracts for this programme without a last day")
        if entry.kind == Kind.CALLER and current_callers[person] > 1:
            entry.row.problem("caller", "is an authorised caller already, from another day")
        if entry.kind == Kind.CALLER and company != prime and (prime, company) not in linked:
            entry.row.problem("company", "has never been in this prime provider's supply chain")


def _record(book: Book, extract: Extract, actor: User | None) -> Loaded:
    """One row for the load, and one in the history of each organisation that it changed."""
    shelves: dict[str, Shelf[Any]] = {
        "organisations": book.providers,
        "contracts": book.contracts,
        "supply chain": book.links,
        "authorised callers": book.callers,
    }
    loaded = Loaded(
        {name: len(shelf.added) for name, shelf in shelves.items()},
        {name: len(shelf.changed) for name, shelf in shelves.items()},
    )
    concerned: dict[int, Counter[str]] = defaultdict(Counter)
    for name, shelf in shelves.items():
        for row in [*shelf.added, *shelf.changed]:
            concerned[_whose(row)][name] += 1
    for provider_id, counts in sorted(concerned.items()):
        detail = {"part": "list", "change": "loaded from a file", "fields": sorted(counts), "counts": counts}
        record_change(provider_id, actor=actor, subject=f"load:{extract.sha256[:12]}", detail=detail)
    detail = {"sha256": extract.sha256, "added": loaded.added, "changed": loaded.changed}
    audit.record(Action.LIST_LOADED, chain=CHAIN, actor=actor, detail=detail)
    return loaded


def _whose(row: Provider | OfPrime) -> int:
    return row.prime_id if isinstance(row, OfPrime) else row.pk
