"""What the approved list holds (E1 to E4, E6). Every read takes a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Q, QuerySet

from accounts.rules import Role
from core.clock import LONDON
from core.names import fold, same_name
from programmes.types import Programme

from .models import AuthorisedCaller, Contract, Provider, SecurityPlan, Spoc, SupplyChain, Withdrawal
from .rules import CallerFacts, holds_on
from .rules import names as company_names
from .rules import search as name_search

Dated = TypeVar("Dated", Contract, SupplyChain)


@dataclass(frozen=True)
class NamedCaller:
    """The rows of the approved list that the names a caller gives stand for; None where there is none."""

    company: Provider | None
    prime: Provider | None
    caller: AuthorisedCaller | None


def search_companies(text: str, *, today: date, limit: int = 10) -> list[Provider]:
    """Organisations on the list today whose names are like what was typed, best first (E1)."""
    return _search(_listed(today), text, limit)


def search_primes(text: str, *, today: date, programme: Programme | None = None, limit: int = 10) -> list[Provider]:
    """Prime providers on the list today, best first; with a programme only those with a contract for it (E1)."""
    primes = _listed(today).filter(is_prime=True)
    if programme is not None:
        held = _running(Contract.objects.filter(programme=programme.value), today)
        primes = primes.filter(pk__in=held.values("prime"))
    return _search(primes, text, limit)


def match_company(name: str) -> Provider | None:
    """The organisation of that name, however it is spelt: case, accents, punctuation, "&", Ltd and spaces (E1)."""
    key = company_names.key(name[: company_names.LONGEST])
    return Provider.objects.filter(name_key=key).first() if key else None


def match_prime(name: str) -> Provider | None:
    """The prime provider of that name, or None where there is none or it is not a prime (E1)."""
    found = match_company(name)
    return found if found and found.is_prime else None


def match_caller(*, prime_id: int, company_id: int, name: str, today: date) -> AuthorisedCaller | None:
    """The authorised caller of that name for that company and prime today, forgiving like S1 (E3)."""
    said = name[: company_names.LONGEST]
    listed = AuthorisedCaller.objects.filter(prime=prime_id, company=company_id)
    current = [row for row in listed if holds_on(today, row.starts_on, row.ended_on) and same_name(said, row.full_name)]
    return min(current, key=lambda row: (row.name_key != fold(said), row.pk), default=None)


def callers_like(text: str, *, prime_id: int, company_id: int, today: date, limit: int = 3) -> list[AuthorisedCaller]:
    """Authorised callers of that company and prime today whose names are like what was typed, best first (E3).

    Never by itself a match: only `match_caller` says who a caller is.
    """
    listed = AuthorisedCaller.objects.filter(prime=prime_id, company=company_id).order_by("name_key", "id")
    current = [row for row in listed if holds_on(today, row.starts_on, row.ended_on)]
    places = name_search.best_matches(text, [row.name_key for row in current], limit=limit)
    return [current[place] for place in places]


def name_caller(*, company_name: str, caller_name: str, prime_name: str, today: date) -> NamedCaller:
    """Match the three names that a caller gives (E1)."""
    company, prime = match_company(company_name), match_company(prime_name)
    caller = None
    if company and prime:
        caller = match_caller(prime_id=prime.pk, company_id=company.pk, name=caller_name, today=today)
    return NamedCaller(company, prime, caller)


def caller_facts(named: NamedCaller, *, programme: Programme, today: date) -> CallerFacts:
    """What the list says of the caller today, for `rules.reasons_against` (E2 to E4, E6)."""
    company, prime = named.company, named.prime
    return CallerFacts(
        company_listed=company is not None,
        company_current=company is not None and on_list(company, today),
        prime_listed=prime is not None,
        prime_current=prime is not None and on_list(prime, today),
        prime_is_prime=prime is not None and prime.is_prime,
        holds_contract=prime is not None and holds_contract(prime.pk, programme=programme, today=today),
        company_is_the_prime=company is not None and company == prime,
        in_supply_chain=_in_supply_chain(prime, company, today),
        authorised=named.caller is not None,
        plan_accepted=prime is not None and plan_accepted(prime.pk, today=today),
        withdrawn=prime is not None and open_withdrawal(prime.pk) is not None,
    )


def on_list(provider: Provider, today: date) -> bool:
    """Whether the organisation is still on the approved list."""
    return provider.ended_on is None or today < provider.ended_on


def holds_contract(prime_id: int, *, programme: Programme, today: date) -> bool:
    """Whether the prime holds a contract for the programme today (E2)."""
    return _running(Contract.objects.filter(prime=prime_id, programme=programme.value), today).exists()


def plan_accepted(prime_id: int, *, today: date) -> bool:
    """Whether a security plan of the prime gives access today (E4). One that waits beside it takes nothing away."""
    return any(plan.counts_on(today) for plan in SecurityPlan.objects.filter(prime=prime_id, replaced_on__isnull=True))


def open_withdrawal(prime_id: int) -> Withdrawal | None:
    """The withdrawal that keeps the prime from the service now, if any (E6)."""
    return Withdrawal.objects.filter(prime=prime_id, reinstated_at__isnull=True).first()


def withdrawal(prime_id: int, withdrawal_id: int) -> Withdrawal | None:
    """One of the prime's withdrawals, over or not."""
    return Withdrawal.objects.filter(prime=prime_id, pk=withdrawal_id).first()


def present_spocs(at: datetime) -> QuerySet[Spoc]:
    """Who is a single point of contact at that moment: the row runs, and its person signs in as one.

    The one rule, for whatever is shown to, asked of or sent to SPoCs (A5, A7): dates alone say nothing of the person.
    """
    today = at.astimezone(LONDON).date()
    present = Q(ended_on__isnull=True) | Q(ended_on__gt=today)
    return Spoc.objects.filter(present, started_on__lte=today, user__is_active=True, user__role=Role.SPOC)


def spoc_of(user_id: int, at: datetime) -> Spoc | None:
    """The person's own row as a SPoC at that moment, with its prime; None for who is none or cannot sign in. One query.

    Every page, email and service of a SPoC starts from it, so that no other prime can come in (G1).
    """
    return present_spocs(at).filter(user=user_id).select_related("prime").first()


def primes_with_contract(day: date) -> QuerySet[Provider]:
    """The primes on the list that day with a contract, of whatever programme, each once: who has access codes (A6)."""
    contracts = _running(Contract.objects.all(), day).values("prime")
    return _listed(day).filter(pk__in=contracts, is_prime=True)


def primes_without_spoc(at: datetime) -> list[Provider]:
    """The primes with a contract that day and nobody to be told anything by email, by name. One query."""
    primes = primes_with_contract(at.astimezone(LONDON).date())
    return list(primes.exclude(pk__in=present_spocs(at).values("prime")).order_by("name_words", "pk"))


def _listed(today: date) -> QuerySet[Provider]:
    return Provider.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today))


def _running(rows: QuerySet[Dated], today: date) -> QuerySet[Dated]:
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)


def _in_supply_chain(prime: Provider | None, company: Provider | None, today: date) -> bool:
    if prime is None or company is None:
        return False
    return _running(SupplyChain.objects.filter(prime=prime, subcontractor=company), today).exists()


def _search(providers: QuerySet[Provider], text: str, limit: int) -> list[Provider]:
    """All names are read and compared here: 5,000 take about 40 ms, and the bundled server has no trigrams."""
    listed = list(providers.order_by("name_words", "id").only("id", "name", "name_words"))
    places = name_search.best_matches(text, [provider.name_words for provider in listed], limit=limit)
    return [listed[place] for place in places]
