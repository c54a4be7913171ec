"""The approved list in memory while a file is laid over it: found by what names a row, changed, then written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, Generic, TypeVar

from ..models import AuthorisedCaller, Contract, Provider, SupplyChain, Versioned
from ..rules import names

Kept = TypeVar("Kept", bound=Versioned)
BATCH = 1000


@dataclass
class Shelf(Generic[Kept]):
    """Rows of one kind by what names them, and which are new or changed.

    `kept` are those whose end is over and stays, with the end that the file has for them.
    """

    model: type[Kept]
    held: dict[Any, Kept]
    added: list[Kept] = field(default_factory=list)
    changed_by_id: dict[int, Kept] = field(default_factory=dict)
    before: dict[int, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    kept: list[tuple[Kept, Any]] = field(default_factory=list)

    @property
    def changed(self) -> list[Kept]:
        return list(self.changed_by_id.values())

    @property
    def changed_with_before(self) -> list[tuple[Kept, dict[str, Any]]]:
        """Each changed row, and what its changed fields held."""
        return [(row, self.before[row_id]) for row_id, row in self.changed_by_id.items()]

    def add(self, key: Any, row: Kept) -> Kept:
        self.held[key] = row
        self.added.append(row)
        return row

    def set(self, row: Kept, name: str, value: Any) -> None:
        """Change a field; the row is written only where that makes a difference."""
        if getattr(row, name) == value:
            return
        if row.pk:
            self.before[row.pk].setdefault(name, getattr(row, name))
        setattr(row, name, value)
        if row.pk and row.pk not in self.changed_by_id:
            row.version += 1
            self.changed_by_id[row.pk] = row

    def write(self, fields: Iterable[str]) -> None:
        """Save what is changed or new, in this order: what ends makes room for what follows it."""
        self.model._default_manager.bulk_update(self.changed, [*fields, "version"], batch_size=BATCH)
        self.model._default_manager.bulk_create(self.added, batch_size=BATCH)


class Book:
    """Everything that a file can change, read in four queries."""

    def __init__(self, today: date) -> None:
        self.today = today
        by_id = {row.pk: row for row in Provider.objects.all()}
        self.providers = Shelf(Provider, {row.name_key: row for row in by_id.values()})
        self.contracts: Shelf[Contract] = Shelf(Contract, {})
        self.links: Shelf[SupplyChain] = Shelf(SupplyChain, {})
        self.callers: Shelf[AuthorisedCaller] = Shelf(AuthorisedCaller, {})
        # Each row is given the organisations that are here, so that one under a new name has it everywhere.
        for contract in Contract.objects.all():
            contract.prime = by_id[contract.prime_id]
            self.contracts.held[contract.prime.name_key, contract.programme, contract.starts_on] = contract
        for link in SupplyChain.objects.all():
            link.prime, link.subcontractor = by_id[link.prime_id], by_id[link.subcontractor_id]
            self.links.held[link.prime.name_key, link.subcontractor.name_key, link.starts_on] = link
        for caller in AuthorisedCaller.objects.all():
            caller.prime, caller.company = by_id[caller.prime_id], by_id[caller.company_id]
            key = (caller.prime.name_key, caller.company.name_key, caller.name_key, caller.starts_on)
            self.callers.held[key] = caller

    def prime(self, name: str) -> Provider | None:
        """The prime provider of that name, of the list or of the file."""
        found = self.providers.held.get(names.key(name))
        return found if found and found.is_prime else None

    def put_prime(self, name: str) -> None:
        """Add a prime; or make an organisation one, under the name as the file writes it."""
        found = self.providers.held.get(names.key(name)) or self._add_provider(name)
        self.providers.set(found, "is_prime", True)
        self.providers.set(found, "name", name)
        found.set_keys()

    def put_company(self, name: str) -> Provider:
        return self.providers.held.get(names.key(name)) or self._add_provider(name)

    def put_contract(self, prime: Provider, programme: str, starts_on: date, ends_on: date | None) -> None:
        key = (prime.name_key, programme, starts_on)
        row = self.contracts.held.get(key) or self.contracts.add(
            key, Contract(prime=prime, programme=programme, starts_on=starts_on)
        )
        self._end(self.contracts, row, "ends_on", ends_on)

    def put_link(self, prime: Provider, company: Provider, starts_on: date, ends_on: date | None) -> None:
        key = (prime.name_key, company.name_key, starts_on)
        row = self.links.held.get(key) or self.links.add(
            key, SupplyChain(prime=prime, subcontractor=company, starts_on=starts_on)
        )
        self._end(self.links, row, "ends_on", ends_on)

    def put_caller(self, prime: Provider, company: Provider, name: str, starts_on: date, ended_on: date | None) -> None:
        key = (prime.name_key, company.name_key, names.person(name), starts_on)
        row = self.callers.held.get(key)
        if row is None:
            row = AuthorisedCaller(prime=prime, company=company, full_name=name, starts_on=starts_on)
            row.set_keys()
            self.callers.add(key, row)
        self._end(self.callers, row, "ended_on", ended_on)

    @staticmethod
    def overlapping(shelf: Shelf[Contract] | Shelf[SupplyChain]) -> Iterator[tuple[str, str]]:
        """Pairs of prime and programme, or of prime and subcontractor, whose times overlap."""
        times: dict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
        for (prime, other, starts_on), row in shelf.held.items():
            times[prime, other].append((starts_on, row.ends_on or date.max))
        for pair, periods in times.items():
            if any(later[0] <= earlier[1] for earlier, later in pairwise(sorted(periods))):
                yield pair

    def write(self) -> None:
        """Save all that is new or changed, organisations first."""
        self.providers.write(["name", "name_words", "name_key", "is_prime"])
        self.contracts.write(["ends_on"])
        self.links.write(["ends_on"])
        self.callers.write(["ended_on"])

    def _add_provider(self, name: str) -> Provider:
        provider = Provider(name=name)
        provider.set_keys()
        return self.providers.add(provider.name_key, provider)

    def _end(self, shelf: Shelf[Any], row: Any, name: str, day: date | None) -> None:
        """Nobody is let in again by an old file: an end stays where the file has none, and one that is over always."""
        held: date | None = getattr(row, name)
        if day is None or day == held:
            return
        over = held is not None and row.pk and (held < self.today or (name == "ended_on" and held == self.today))
        if over and held is not None and day > held:
            shelf.kept.append((row, day))
        else:
            shelf.set(row, name, day)
