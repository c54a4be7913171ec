"""Calls for what the service is not for, counted against the provider, and the calls behind the counts (E5, E6; WP 5).

Nothing was asked about anybody in these calls: they were declined before the access code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet

from core.clock import LONDON
from core.dates import in_words
from programmes.policy import POLICIES, policy
from programmes.types import DeclinedPurpose, Programme
from providers.models import Provider, Withdrawal

from .models import Call

USUAL_DAYS = 30
MANY = 5
"""Declined calls in the usual days that bring a provider before the business management team."""


@dataclass(frozen=True)
class Period:
    """Days in London, both included."""

    since: date
    until: date

    @property
    def calls(self) -> "QuerySet[Call]":
        """The declined calls of these days, under their index by time."""
        start = datetime.combine(self.since, time.min, LONDON)
        end = datetime.combine(self.until + timedelta(days=1), time.min, LONDON)
        return Call.objects.filter(opened_at__gte=start, opened_at__lt=end, declined__isnull=False, prime__isnull=False)

    def __str__(self) -> str:
        return f"between {in_words(self.since)} and {in_words(self.until)}"


@dataclass(frozen=True)
class Misuse:
    """How often callers of one prime rang for what the service is not for: by purpose, in the order of `PURPOSES`."""

    prime: Provider
    counts: tuple[int, ...]
    withdrawal: Withdrawal | None = None

    @property
    def total(self) -> int:
        return sum(self.counts)

    def in_words(self, period: Period) -> str:
        """The counts in a sentence, to begin a reason for withdrawing the service with."""
        named = [f"{count} for {label.lower()}" for label, count in zip(PURPOSES.values(), self.counts, strict=True)]
        kinds = ", ".join(each for each, count in zip(named, self.counts, strict=True) if count)
        calls, were = ("1 call", "was") if self.total == 1 else (f"{self.total} calls", "were")
        return f"{calls} {period} {were} for purposes that the service does not deal with: {kinds}."


@dataclass(frozen=True)
class DeclinedCall:
    """One call that was declined: who rang, for whom, and what for."""

    ref: str
    at: datetime
    caller: str
    company: str
    programme: str
    purpose: str
    agent: str


def _labels() -> dict[DeclinedPurpose, str]:
    first = next(iter(POLICIES.values()))
    return {purpose: first.declined[purpose].label for purpose in DeclinedPurpose}


PURPOSES = _labels()
"""The purposes that are declined, with the heading of each."""


def usual(today: date) -> Period:
    """The last thirty days, today included."""
    return Period(today - timedelta(days=USUAL_DAYS - 1), today)


def counted(period: Period, *, prime_id: int | None = None) -> list[Misuse]:
    """Every prime with declined calls in these days, the most first; or one prime alone. Three queries."""
    calls = period.calls if prime_id is None else period.calls.filter(prime=prime_id)
    found: dict[int, dict[str, int]] = {}
    for prime, declined, number in calls.values_list("prime", "declined").annotate(number=Count("id")).order_by():
        found.setdefault(prime, {})[declined] = number
    wanted = list(found) if prime_id is None else [prime_id]
    withdrawals = {row.prime_id: row for row in Withdrawal.objects.filter(prime__in=wanted, reinstated_at=None)}
    rows = [
        Misuse(prime, tuple(found.get(prime.pk, {}).get(purpose, 0) for purpose in PURPOSES), withdrawals.get(prime.pk))
        for prime in Provider.objects.filter(pk__in=wanted)
    ]
    return sorted(rows, key=lambda row: (-row.total, row.prime.name_words))


def calls_behind(prime_id: int, period: Period) -> "QuerySet[Call]":
    """The declined calls of one prime, the newest first."""
    return period.calls.filter(prime=prime_id).order_by("-opened_at", "-pk")


def lines(calls: Iterable[Call]) -> list[DeclinedCall]:
    """Calls of `calls_behind`, as shown; give it a page of `with_names`."""
    return [
        DeclinedCall(
            ref=call.ref, at=call.opened_at, caller=call.caller.full_name if call.caller else call.caller_said,
            company=call.company.name if call.company else call.company_said,
            programme=policy(Programme(call.programme)).name, purpose=PURPOSES[DeclinedPurpose(call.declined or "")],
            agent=call.holder.full_name,
        )
        for call in calls
    ]  # fmt: skip


def with_names(calls: "QuerySet[Call]") -> "QuerySet[Call]":
    """The same calls with the rows whose names are shown."""
    return calls.select_related("caller", "company", "holder")


def many(today: date) -> int:
    """How many primes that have the service rang so at least `MANY` times in the usual days. One query."""
    withdrawn = Withdrawal.objects.filter(prime=OuterRef("prime"), reinstated_at=None)
    calls = usual(today).calls.filter(~Exists(withdrawn)).order_by()
    return calls.values("prime").annotate(number=Count("id")).filter(number__gte=MANY).count()
