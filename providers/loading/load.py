"""From the rows of a file to the approved list, with the record of it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError

from accounts.models import User
from audit import services as audit
from audit.actions import Action
from core.extracts import BrokenExtract, Extract, Problems

from ..models import OfPrime, Provider
from ..services.keeping import one_writer_at_a_time, record_change
from .book import Book
from .plan import KINDS, Effect, Plan, plan

CHAIN = "approved list"


class NotAsShown(Exception):
    """The load would not change what was shown: the list has changed meanwhile. `plan` is what it would change now."""

    def __init__(self, now_planned: Plan) -> None:
        super().__init__()
        self.plan = now_planned


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


def preview(extract: Extract, *, today: date) -> Plan:
    """What the file would change now, writing nothing. Raises BadRows."""
    return plan(Book(today), extract, Problems())


def load(
    extract: Extract, problems: Problems, *, today: date, actor: User | None = None, shown: str | None = None
) -> Loaded:
    """Lay the file over the list. In a transaction. Raises BadRows or BrokenExtract, writing nothing.

    `shown` is the fingerprint of the plan that someone confirmed: any other raises NotAsShown.
    """
    one_writer_at_a_time()
    planned = plan(Book(today), extract, problems)
    if shown is not None and planned.fingerprint != shown:
        raise NotAsShown(planned)
    try:
        planned.book.write()
    except IntegrityError:
        raise BrokenExtract("The file contradicts the approved list.") from None
    return _record(planned, extract, actor)


def _record(planned: Plan, extract: Extract, actor: User | None) -> Loaded:
    """One row for the load, and one in the history of each organisation that it changed."""
    shelves = {kind: shelf_of(planned.book) for kind, (shelf_of, _, _) in KINDS.items()}
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
    ended = planned.count(Effect.ENDED)
    totals = {"sha256": extract.sha256, "added": loaded.added, "changed": loaded.changed, "ended": ended}
    audit.record(Action.LIST_LOADED, chain=CHAIN, actor=actor, detail=totals)
    return loaded


def _whose(row: Provider | OfPrime) -> int:
    return row.prime_id if isinstance(row, OfPrime) else row.pk
