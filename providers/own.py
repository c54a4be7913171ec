"""What a SPoC sees of its own prime's part of the list. Every read starts from the SPoC's own row (G1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.rules import Role
from audit import selectors as audit
from audit.models import AuditEvent
from core.clock import LONDON

from .models import AuthorisedCaller, Provider, SupplyChain
from .parts import AUTHORISED_CALLERS
from .rules import search as name_search
from .rules.own_callers import CallerStanding, caller_standing
from .selectors import present_spocs

FOUND = 50
"""Callers that a search shows at most."""
THE_TEAM = "the business management team"


@dataclass(frozen=True)
class Deed:
    """One entry of a caller's history: when, by whom, what."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True)
class CallerLine:
    """A caller as the SPoC's pages show it. `history` is in the order in which things happened."""

    row: AuthorisedCaller
    standing: CallerStanding
    history: tuple[Deed, ...]

    @property
    def ended(self) -> bool:
        return self.standing is CallerStanding.ENDED


def companies_of(prime: Provider, *, today: date) -> list[Provider]:
    """Whom its callers may work for: the prime itself, and the subcontractors of that day by name (E2). One query."""
    running = Q(ends_on=None) | Q(ends_on__gte=today)
    links = SupplyChain.objects.filter(running, prime=prime, starts_on__lte=today).select_related("subcontractor")
    of_today = [link.subcontractor for link in links.order_by("subcontractor__name_words", "pk")]
    return [prime, *(company for company in of_today if company.ended_on is None or company.ended_on > today)]


def callers(
    prime_id: int, *, today: date, text: str = "", company_id: int | None = None, ended: bool = False
) -> "QuerySet[AuthorisedCaller] | list[AuthorisedCaller]":
    """The prime's callers who have not ended, or those who have; by organisation, or by likeness to a name."""
    over = Q(ended_on__lte=today)
    rows = AuthorisedCaller.objects.filter(over if ended else ~over | Q(ended_on=None), prime=prime_id)
    if company_id is not None:
        rows = rows.filter(company=company_id)
    rows = rows.select_related("company", "prime")
    if not text.strip():
        order = ["-ended_on"] if ended else ["company__name_words"]
        return rows.order_by(*order, "full_name", "pk")
    listed = list(rows.order_by("full_name", "pk"))
    places = name_search.best_matches(text, [row.name_key for row in listed], limit=FOUND)
    return [listed[place] for place in places]


def callers_of_today(prime_id: int, *, today: date) -> int:
    """How many people may call for the prime that day, as far as its list and its supply chain say. One query."""
    listed = AuthorisedCaller.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today), starts_on__lte=today)
    return listed.filter(Q(company=F("prime")) | Exists(_running_links(today)), prime=prime_id).count()


def stranded_callers(user_id: int, *, now: datetime) -> int:
    """How many callers of a SPoC's prime work for an organisation that is not in its supply chain today. One query."""
    today = now.astimezone(LONDON).date()
    present = AuthorisedCaller.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today))
    of_own = present.filter(prime__in=present_spocs(now).filter(user=user_id).values("prime"))
    return of_own.exclude(company=F("prime")).exclude(Exists(_running_links(today))).count()


def caller(prime_id: int, caller_id: int) -> AuthorisedCaller:
    """One caller of the prime. Raises AuthorisedCaller.DoesNotExist, for those of another prime too."""
    return AuthorisedCaller.objects.select_related("company", "prime").get(pk=caller_id, prime=prime_id)


def caller_lines(
    rows: Iterable[AuthorisedCaller], *, prime_id: int, companies: Sequence[Provider], today: date
) -> list[CallerLine]:
    """Callers with where they stand and their history. One query."""
    shown = list(rows)
    present = {company.pk for company in companies}
    histories = _histories(prime_id, shown)
    return [
        CallerLine(
            row=row,
            standing=caller_standing(
                today=today, starts_on=row.starts_on, ended_on=row.ended_on,
                company_in_chain=row.company_id in present,
            ),
            history=tuple(histories[_subject(row)]),
        )
        for row in shown
    ]  # fmt: skip


def who(actor: User | None) -> str:
    """A SPoC by name; everybody else as the team that they act for."""
    return actor.full_name if actor is not None and actor.role == Role.SPOC else THE_TEAM


def _running_links(today: date) -> "QuerySet[SupplyChain]":
    """What puts a caller's organisation in the supply chain of the caller's prime that day."""
    return SupplyChain.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), Q(subcontractor__ended_on=None) | Q(subcontractor__ended_on__gt=today),
        prime=OuterRef("prime"), subcontractor=OuterRef("company"), starts_on__lte=today,
    )  # fmt: skip


def _subject(row: AuthorisedCaller) -> str:
    return f"{AUTHORISED_CALLERS.noun}:{row.pk}"


def _histories(prime_id: int, rows: Iterable[AuthorisedCaller]) -> dict[str, list[Deed]]:
    found: dict[str, list[Deed]] = {_subject(row): [] for row in rows}
    for event in audit.about(chain=f"provider:{prime_id}", subjects=found):
        found[event.subject].append(Deed(event.at, who(event.actor), _what(event)))
    return found


def _what(event: AuditEvent) -> str:
    fields = set(event.detail.get("fields", ()))
    if event.detail.get("change") == "added":
        return "Added"
    if "ended_on" in fields:
        return "Ended, or the day on which it ends changed"
    return f"Changed: {', '.join(sorted(str(name).replace('_', ' ') for name in fields))}"
