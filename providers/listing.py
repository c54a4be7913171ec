"""What the pages about the approved list show. Every page takes a fixed number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from audit import selectors as audit
from audit.actions import Action

from . import selectors
from .models import AuthorisedCaller, Contract, OfPrime, Provider, SupplyChain
from .parts import PARTS, Part
from .rules import Ineligible, runs_on
from .rules import search as name_search
from .tables import Table, table

FEW = 10
"""Rows of each part on an organisation's own page."""
FOUND = 50
HISTORY = 20


@dataclass(frozen=True)
class Change:
    """One change of the list as told: when, by whom, and which fields."""

    when: datetime
    who: str
    what: str


@dataclass(frozen=True)
class Sheet:
    """An organisation with everything that the list holds of it."""

    provider: Provider
    on_list: bool
    no_access: tuple[Ineligible, ...]
    tables: tuple[Table, ...]
    chains: tuple[SupplyChain, ...]
    people: tuple[AuthorisedCaller, ...]
    history: tuple[Change, ...]


def organisations(text: str) -> QuerySet[Provider] | list[Provider]:
    """All organisations by name, those off the list too; or those whose names are like the text, best first."""
    everything = Provider.objects.order_by("name_words", "pk")
    if not text.strip():
        return everything
    listed = list(everything)
    places = name_search.best_matches(text, [provider.name_words for provider in listed], limit=FOUND)
    return [listed[place] for place in places]


def sheet(provider: Provider, *, today: date) -> Sheet:
    """One organisation: a prime's parts, or the chains and people of a subcontractor."""
    chains = SupplyChain.objects.filter(subcontractor=provider).select_related("prime").order_by("-starts_on", "pk")
    people = AuthorisedCaller.objects.filter(company=provider, ended_on__isnull=True).exclude(prime=provider)
    return Sheet(
        provider=provider,
        on_list=selectors.on_list(provider, today),
        no_access=_no_access(provider, today),
        tables=tuple(_few(part, provider, today) for part in PARTS.values()) if provider.is_prime else (),
        chains=tuple(chains[:FOUND]),
        people=tuple(people.select_related("prime")[:FOUND]),
        history=_history(provider),
    )


def rows(part: Part, provider_id: int) -> QuerySet[Any]:
    """All rows of one part, over ones too, with what their table shows."""
    named = [part.other] if part.other else ["user"] if part.slug == "spocs" else []
    return part.model._default_manager.filter(prime=provider_id).select_related("prime", *named)


def row(part: Part, provider_id: int, row_id: int) -> OfPrime:
    """One row of a prime's part. Raises the model's DoesNotExist."""
    found: OfPrime = rows(part, provider_id).get(pk=row_id)
    return found


def _history(provider: Provider) -> tuple[Change, ...]:
    wanted = audit.Filter(chain=f"provider:{provider.pk}", action=Action.LIST_CHANGED)
    events = audit.page(wanted, size=HISTORY).events
    return tuple(
        Change(event.at, str(event.actor) if event.actor else "Loaded from a file", told(event.detail))
        for event in events
    )


def told(detail: Mapping[str, Any]) -> str:
    """What the detail of an audit row says, in words."""
    fields = [str(name).replace("_", " ") for name in detail.get("fields", ())]
    what = f"{detail.get('part', 'list')} {detail.get('change', 'changed')}".capitalize()
    return f"{what}: {', '.join(fields)}" if fields else what


def _few(part: Part, provider: Provider, today: date) -> Table:
    found = list(rows(part, provider.pk).filter(part.not_over(today))[: FEW + 1])
    return table(part, found[:FEW], today=today, more=len(found) > FEW)


def _no_access(provider: Provider, today: date) -> tuple[Ineligible, ...]:
    """Why nobody at all can call for this prime today (E2, E4, E6)."""
    if not provider.is_prime:
        return ()
    contracts = Contract.objects.filter(prime=provider).values_list("starts_on", "ends_on")
    against = {
        Ineligible.PRIME_ENDED: not selectors.on_list(provider, today),
        Ineligible.NO_CONTRACT: not any(runs_on(today, *days) for days in contracts),
        Ineligible.NO_PLAN: not selectors.plan_accepted(provider.pk, today=today),
        Ineligible.WITHDRAWN: selectors.open_withdrawal(provider.pk) is not None,
    }
    return tuple(reason for reason, applies in against.items() if applies)
