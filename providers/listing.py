"""What the pages about the approved list show. Every page takes a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from audit import selectors as audit
from audit.actions import Action
from audit.models import AuditEvent

from . import selectors
from .models import AuthorisedCaller, Contract, OfPrime, Provider, SecurityPlan, SupplyChain, Why, Withdrawal
from .parts import AUTHORISED_CALLERS, CONTRACTS, PARTS, SECURITY_PLANS, SPOCS, SUPPLY_CHAIN, Part
from .rules import Ineligible, runs_on
from .rules import search as name_search
from .rules.ending import EndReason
from .tables import Table, about, table

FEW = 10
"""Rows of each part on an organisation's own page."""
FOUND = 50
OF_THE_LIST = frozenset({Action.LIST_CHANGED, Action.SERVICE_WITHDRAWN, Action.SERVICE_REINSTATED})
HISTORY = 20
LATELY = timedelta(days=30)
NAMED = (CONTRACTS, SUPPLY_CHAIN, AUTHORISED_CALLERS, SPOCS)
"""Of these there are many, so that the history says which; of a plan or a withdrawal there is one at a time."""


@dataclass(frozen=True)
class Standing:
    """An organisation in the list, with where it stands and the colour of that."""

    provider: Provider
    text: str
    colour: str


@dataclass(frozen=True)
class Change:
    """One change of the list as told: when, by whom, and which fields."""

    when: datetime
    who: str
    what: str
    why: str = ""


@dataclass(frozen=True)
class Left:
    """A supply chain that an organisation has left, and what the Annex B proforma is opened with."""

    prime: Provider
    query: str


@dataclass(frozen=True)
class History:
    """Changes, newest first, and the events that the pages beside this one start from (None where there is none)."""

    changes: tuple[Change, ...]
    older: int | None = None
    newer: int | None = None


@dataclass(frozen=True)
class Sheet:
    """An organisation with everything that the list holds of it."""

    provider: Provider
    on_list: bool
    no_access: tuple[Ineligible, ...]
    tables: tuple[Table, ...]
    chains: tuple[SupplyChain, ...]
    people: tuple[AuthorisedCaller, ...]
    history: History


def organisations(text: str) -> QuerySet[Provider] | list[Provider]:
    """All organisations by name, those off the list too; or those whose names are like the text, best first."""
    everything = Provider.objects.order_by("name_words", "pk")
    if not text.strip():
        return everything
    listed = list(everything)
    places = name_search.best_matches(text, [provider.name_words for provider in listed], limit=FOUND)
    return [listed[place] for place in places]


def standings(providers: Iterable[Provider], *, today: date) -> list[Standing]:
    """Where each organisation of a page of the list stands today. Three queries."""
    shown = list(providers)
    barred = no_access(shown, today)
    return [_standing(provider, barred, today) for provider in shown]


def sheet(provider: Provider, *, today: date) -> Sheet:
    """One organisation: a prime's parts, or the chains and people of a subcontractor."""
    chains = SupplyChain.objects.filter(subcontractor=provider).select_related("prime").order_by("-starts_on", "pk")
    people = AuthorisedCaller.objects.filter(company=provider, ended_on__isnull=True).exclude(prime=provider)
    return Sheet(
        provider=provider,
        on_list=selectors.on_list(provider, today),
        no_access=no_access([provider], today).get(provider.pk, ()),
        tables=tuple(_few(part, provider, today) for part in PARTS.values()) if provider.is_prime else (),
        chains=tuple(chains[:FOUND]),
        people=tuple(people.select_related("prime")[:FOUND]),
        history=history(provider),
    )


def rows(part: Part, provider_id: int) -> QuerySet[Any]:
    """All rows of one part, over ones too, with what their table shows."""
    found = _with_names(part).filter(prime=provider_id)
    return found.prefetch_related("assessments__assessed_by") if part is SECURITY_PLANS else found


def _with_names(part: Part) -> QuerySet[Any]:
    named = [part.other] if part.other else ["user"] if part.slug == "spocs" else []
    return part.model._default_manager.select_related("prime", *named)


def row(part: Part, provider_id: int, row_id: int) -> OfPrime:
    """One row of a prime's part. Raises the model's DoesNotExist."""
    found: OfPrime = rows(part, provider_id).get(pk=row_id)
    return found


def _standing(provider: Provider, barred: Mapping[int, object], today: date) -> Standing:
    if not selectors.on_list(provider, today):
        return Standing(provider, "Off the list", "grey")
    if provider.pk in barred:
        return Standing(provider, "No access", "red")
    return Standing(provider, "On the list", "green")


def history(provider: Provider, *, before: int | None = None, after: int | None = None, size: int = HISTORY) -> History:
    """What was changed of an organisation, when, by whom and why. Two queries, and one for each kind of row in it."""
    wanted = audit.Filter(chain=f"provider:{provider.pk}", actions=OF_THE_LIST)
    page = audit.page(wanted, before=before, after=after, size=size)
    whys = dict(Why.objects.filter(event__in=[event.pk for event in page.events]).values_list("event", "text"))
    which = _named(provider, page.events)
    changes = tuple(
        Change(
            event.at, str(event.actor) if event.actor else "A command", _told(event, which.get(event.subject, "")),
            whys.get(event.pk, ""),
        )
        for event in page.events
    )  # fmt: skip
    return History(changes, page.older, page.newer)


def left_lately(company: Provider, *, today: date) -> list[Left]:
    """The supply chains that an organisation has left in the last thirty days, or is to leave. One query."""
    chains = SupplyChain.objects.filter(subcontractor=company, ends_on__gte=today - LATELY).select_related("prime")
    return [Left(link.prime, _proforma(link)) for link in chains.order_by("prime__name_words", "pk")]


def _proforma(link: SupplyChain) -> str:
    """`incidents-enter` knows why it ended, where that is a reason that Annex B names."""
    known = {} if link.end_reason in {"", EndReason.OTHER} else {"reason": link.end_reason}
    return urlencode({"prime": link.prime_id, "company": link.subcontractor_id, **known})


def _named(provider: Provider, events: Iterable[AuditEvent]) -> dict[str, str]:
    """What tells the rows that these events are about from others, by the subject of the event."""
    subjects = {event.subject for event in events}
    found = {}
    for part in NAMED:
        ids = [int(pk) for noun, _, pk in (each.partition(":") for each in subjects) if noun == part.noun]
        for row in _with_names(part).filter(pk__in=ids) if ids else ():
            theirs = f", for {row.prime.name}" if row.prime_id != provider.pk else ""
            found[f"{part.noun}:{row.pk}"] = f"{about(part, row, date.min)}{theirs}".removeprefix(", ")
    return found


def _told(event: AuditEvent, which: str) -> str:
    if event.action != Action.LIST_CHANGED:
        return str(event.action).capitalize()
    return f"{told(event.detail)} ({which})" if which else told(event.detail)


def told(detail: Mapping[str, Any]) -> str:
    """What the detail of an audit row says, in words."""
    fields = [str(name).replace("_", " ") for name in detail.get("fields", ())]
    what = f"{detail.get('part', 'list')} {detail.get('change', 'changed')}".capitalize()
    return what if detail.get("change") == "added" or not fields else f"{what}: {', '.join(fields)}"


def _few(part: Part, provider: Provider, today: date) -> Table:
    found = list(rows(part, provider.pk).filter(part.not_over(today))[: FEW + 1])
    return table(part, found[:FEW], today=today, more=len(found) > FEW)


def no_access(providers: Iterable[Provider], today: date) -> dict[int, tuple[Ineligible, ...]]:
    """By prime, why nobody at all can call for it today (E2, E4, E6); those whom nothing bars are left out."""
    primes = [provider for provider in providers if provider.is_prime]
    of_these = {"prime__in": [prime.pk for prime in primes]}
    contracts = Contract.objects.filter(**of_these)
    contracted = {row.prime_id for row in contracts if runs_on(today, row.starts_on, row.ends_on)}
    plans = SecurityPlan.objects.filter(**of_these, replaced_on__isnull=True)
    planned = {row.prime_id for row in plans if row.counts_on(today)}
    withdrawals = Withdrawal.objects.filter(**of_these, reinstated_at__isnull=True)
    withdrawn = {row.prime_id for row in withdrawals}
    barred = {}
    for prime in primes:
        against = {
            Ineligible.PRIME_ENDED: not selectors.on_list(prime, today),
            Ineligible.NO_CONTRACT: prime.pk not in contracted,
            Ineligible.NO_PLAN: prime.pk not in planned,
            Ineligible.WITHDRAWN: prime.pk in withdrawn,
        }
        if any(against.values()):
            barred[prime.pk] = tuple(reason for reason, applies in against.items() if applies)
    return barred
