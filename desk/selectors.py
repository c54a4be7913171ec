"""What is on each role's home page: the other rooms' parts, put together. Each takes a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import slugify

from accesscodes.selectors import codes_in_force
from calls import misuse
from calls import selectors as calls
from calls.team.selectors import HandedOver, handed_to
from core.clock import LONDON
from line.selectors import LineState, line_state
from programmes.policy import POLICIES, Policy
from providers.models import Provider, SecurityPlan, Withdrawal
from providers.selectors import primes_with_contract

MOST_DECLINED = 10
"""Prime providers on the home page with the most declined calls."""


@dataclass(frozen=True)
class AgentsDesk:
    """An agent's day: the line, the call to go back to, and the calls already taken."""

    line: LineState
    open_ref: str | None
    handed: HandedOver | None
    taken: list[calls.CallLine]


@dataclass(frozen=True)
class ManagementDesk:
    """What needs the business management team."""

    without_code: list[Provider]
    without_plan: list[Provider]
    withdrawn: list[Withdrawal]
    failed_codes: list[calls.FailedCode]
    not_eligible: list[calls.NotEligible]
    declined: list[misuse.Misuse]


@dataclass(frozen=True)
class Aide:
    """A programme's desk aide, as a link."""

    slug: str
    name: str


def aides(policies: Iterable[Policy] | None = None) -> list[Aide]:
    """The desk aides that there are, one a programme (R4); those of some programmes where they are given."""
    return [Aide(slugify(policy.name), policy.name) for policy in policies or POLICIES.values()]


def agents_desk(agent_id: int, *, now: datetime) -> AgentsDesk:
    """Three queries, and a fourth where a call is open."""
    open_ref = calls.open_call_of(agent_id)
    return AgentsDesk(
        line=line_state(now),
        open_ref=open_ref,
        handed=handed_to(agent_id, ref=open_ref) if open_ref else None,
        taken=calls.calls_of(agent_id, on=_day(now)),
    )


def management_desk(*, now: datetime) -> ManagementDesk:
    """Nine queries."""
    today = _day(now)
    primes = list(primes_with_contract(today))
    ids = [prime.pk for prime in primes]
    coded = codes_in_force(ids, now)
    planned = _with_accepted_plan(ids, today)
    return ManagementDesk(
        without_code=[prime for prime in primes if prime.pk not in coded],
        without_plan=[prime for prime in primes if prime.pk not in planned],
        withdrawn=list(Withdrawal.objects.filter(reinstated_at=None).select_related("prime").order_by("withdrawn_at")),
        failed_codes=calls.failed_codes(on=today),
        not_eligible=calls.not_eligible(on=today),
        declined=misuse.counted(misuse.usual(today))[:MOST_DECLINED],
    )


def _day(now: datetime) -> date:
    return now.astimezone(LONDON).date()


def _with_accepted_plan(prime_ids: Iterable[int], today: date) -> set[int]:
    plans = SecurityPlan.objects.filter(prime__in=prime_ids, replaced_on=None)
    return {plan.prime_id for plan in plans if plan.counts_on(today)}
