"""Reading incidents. A SPoC's reads start from its own prime, so that no other's can come in (G1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet

from accesscodes.models import AccessCode
from accesscodes.selectors import current_code_id
from core.dates import in_words
from providers.models import AuthorisedCaller, Provider, SupplyChain
from providers.rules import runs_on
from providers.rules.names import key
from providers.selectors import present_spocs, spoc_of

from .models import Incident


@dataclass(frozen=True)
class Sender:
    """Whose proforma it is: its subcontractors by number, and the names that the warning should know of.

    `subcontractors` are all that ever were in the supply chain, those of today first: one that has ceased trading may
    have been taken out of it already.
    """

    prime_id: int
    prime: str
    subcontractors: Mapping[int, str]
    keys: Mapping[str, int]
    organisations: Sequence[str]
    people: Sequence[str]

    def number_of(self, name: str) -> int | None:
        """The subcontractor of that name, however it is spelt, or None."""
        return self.keys.get(key(name)) if name else None


@dataclass(frozen=True)
class CodeNow:
    """The prime's code as whoever decides sees it: its number, or None where there is none.

    `being_replaced_at` is when it stops already: then it can only be stopped now (0185).

    `coming_from` is when a code begins that is issued already: a change of the present one leaves it as it is (0094).
    """

    code_id: int | None
    being_replaced_at: datetime | None
    coming_from: datetime | None


def sender(prime_id: int, *, today: date) -> Sender | None:
    """The prime that a proforma is of, or None for what is no prime. Three queries."""
    prime = Provider.objects.filter(pk=prime_id, is_prime=True).first()
    if prime is None:
        return None
    rows = SupplyChain.objects.filter(prime=prime).select_related("subcontractor").order_by("starts_on")
    latest = {row.subcontractor_id: row for row in rows}
    ordered = sorted(latest.values(), key=lambda row: (not _runs(row, today), row.subcontractor.name_words))
    companies = {row.subcontractor_id: row.subcontractor for row in ordered}
    people = AuthorisedCaller.objects.filter(prime=prime).values_list("name_key", flat=True).distinct()
    return Sender(
        prime_id=prime.pk, prime=prime.name,
        subcontractors={row.subcontractor_id: _label(row, today) for row in ordered},
        keys={company.name_key: pk for pk, company in companies.items()},
        organisations=(prime.name, *(company.name for company in companies.values())),
        people=tuple(people),
    )  # fmt: skip


def sender_of_spoc(user_id: int, *, now: datetime) -> Sender | None:
    """The prime that someone is a SPoC of today, or None. Four queries."""
    prime = prime_of_spoc(user_id, now=now)
    return sender(prime.pk, today=now.date()) if prime else None


def prime_of_spoc(user_id: int, *, now: datetime) -> Provider | None:
    """The prime that someone is a SPoC of today, or None. One query."""
    spoc = spoc_of(user_id, now)
    return spoc.prime if spoc else None


def primes() -> list[tuple[int, str]]:
    """Prime providers to choose from, also those off the list: what came late is still entered. One query."""
    return list(Provider.objects.filter(is_prime=True).values_list("pk", "name"))


def listed() -> "QuerySet[Incident]":
    """Every incident: those to be assessed first, the longest waiting of them first, then the newest decided."""
    incidents = Incident.objects.select_related("prime", "decision", "breach").prefetch_related("rows__subcontractor")
    return incidents.order_by(F("decision__decided_at").desc(nulls_first=True), "received_on", "id")


def of_prime(prime_id: int) -> "QuerySet[Incident]":
    """One prime's incidents, the newest first."""
    incidents = Incident.objects.filter(prime=prime_id).select_related("prime", "decision", "breach")
    return incidents.prefetch_related("rows__subcontractor").order_by("-id")


def sheet(incident_id: int, *, prime_id: int | None = None) -> Incident | None:
    """One incident with its rows, decision and breach; None where there is none, or none of that prime. Two queries."""
    found = Incident.objects.filter(pk=incident_id)
    if prime_id is not None:
        found = found.filter(prime=prime_id)
    related = ("prime", "sent_by", "decision__decided_by", "decision__new_code", "breach__marked_by")
    return found.select_related(*related).prefetch_related("rows__subcontractor").first()


def code_now(prime_id: int, *, now: datetime) -> CodeNow:
    """What a decision could change, and what it could not. Three queries."""
    coming = AccessCode.objects.filter(prime=prime_id, in_force_from__gt=now, replaces=None)
    coming_from = coming.values_list("in_force_from", flat=True).order_by("in_force_from").first()
    code_id = current_code_id(prime_id, now)
    if code_id is None:
        return CodeNow(None, None, coming_from)
    stops_at = AccessCode.objects.values_list("stopped_at", flat=True).get(pk=code_id)
    return CodeNow(code_id, stops_at, coming_from)


def who_is_told(prime_id: int, *, now: datetime) -> list[tuple[str, str]]:
    """Names and addresses of the prime's SPoCs. One query."""
    spocs = present_spocs(now).filter(prime=prime_id).order_by("user__full_name", "pk")
    return list(spocs.values_list("user__full_name", "user__email"))


def to_assess() -> int:
    """How many incidents wait for a decision. One query."""
    return Incident.objects.filter(decision=None).count()


def is_empty() -> bool:
    """Whether no incident was ever sent. One query."""
    return not Incident.objects.exists()


def decided_since(user_id: int, *, since: datetime, now: datetime) -> int:
    """How many of the own prime's incidents were decided since then, for a SPoC. One query."""
    own = present_spocs(now).filter(user=user_id)
    return Incident.objects.filter(prime__in=own.values("prime"), decision__decided_at__gte=since).count()


def _runs(row: SupplyChain, today: date) -> bool:
    return runs_on(today, row.starts_on, row.ends_on)


def _label(row: SupplyChain, today: date) -> str:
    if row.ends_on is None or row.ends_on >= today:
        return row.subcontractor.name
    return f"{row.subcontractor.name} (in the supply chain until {in_words(row.ends_on)})"
