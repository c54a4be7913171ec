"""What a SPoC is told of its own prime's calls: when, by whom, how many participants, how it ended (A13, WP 16).

Nothing here says who was asked about, nor why a caller was not eligible, nor which characters were wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from accesscodes.selectors import Reign, changed_at
from programmes.policy import policy
from programmes.types import Programme
from providers.selectors import present_spocs

from .models import Call
from .rules import Outcome

FAILED_SHOWN = 20
UNDER_WAY = "Under way"
# A test holds this against the outcomes that there are.
WORDS = MappingProxyType(
    {
        Outcome.COMPLETED: "Completed",
        Outcome.NOT_ELIGIBLE: "Ended: the caller could not use the service",
        Outcome.ACCESS_CODE_FAILED: "Ended at the access code",
        Outcome.FAILED_CHECK: "Ended after a security question",
        Outcome.PURPOSE_DECLINED: "Ended: not what the service is for",
        Outcome.ABANDONED: "Ended before it was complete",
    }
)


@dataclass(frozen=True)
class Line:
    """One call of the statement. `caller` and `company` are as listed, or as said where nobody was matched."""

    ref: str
    at: datetime
    caller: str
    company: str
    programme: str
    participants: int
    outcome: str


@dataclass(frozen=True)
class FailedCheck:
    """A caller who did not know the code."""

    ref: str
    at: datetime
    caller: str
    company: str


@dataclass(frozen=True)
class Counts:
    """How many calls were made in a time, and in how many of them the access code was wrong."""

    calls: int
    failed: int


def calls_under(prime_id: int, reign: Reign) -> "QuerySet[Call]":
    """The prime's calls that were opened in a code's time, the newest first, for `lines`."""
    calls = _of(prime_id, reign).select_related("caller", "company").annotate(taken=Count("participants"))
    return calls.order_by("-opened_at", "-pk")


def lines(calls: Iterable[Call]) -> list[Line]:
    """A page of `calls_under` as lines of the statement. One query."""
    return [
        Line(
            ref=call.ref, at=call.opened_at, caller=_caller(call), company=_company(call),
            programme=policy(Programme(call.programme)).name,
            participants=call.taken,  # type: ignore[attr-defined]
            outcome=WORDS[Outcome(call.outcome)] if call.outcome else UNDER_WAY,
        )
        for call in calls
    ]  # fmt: skip


def failed_checks(prime_id: int, reign: Reign) -> list[FailedCheck]:
    """The newest access code checks that failed in a code's time (A13). One query."""
    failed = _of(prime_id, reign).filter(challenge__passed=False).select_related("caller", "company", "challenge")
    return [
        FailedCheck(ref=call.ref, at=call.challenge.answered_at or call.opened_at, caller=_caller(call),
                    company=_company(call))
        for call in failed.order_by(F("challenge__answered_at").desc(nulls_last=True), "-pk")[:FAILED_SHOWN]
        if call.challenge
    ]  # fmt: skip


def counts(prime_id: int, reign: Reign) -> Counts:
    """How many calls, and how many failed checks, in a code's time. One query."""
    found = _of(prime_id, reign).aggregate(calls=Count("pk"), failed=Count("pk", filter=Q(challenge__passed=False)))
    return Counts(**found)


def failed_since_change(user_id: int, *, now: datetime) -> int:
    """How many access code checks failed for a SPoC's prime since its code changed (A13). One query."""
    own = present_spocs(now).filter(user=user_id).values("prime")
    return Call.objects.filter(
        prime__in=own, challenge__passed=False, opened_at__gte=Subquery(changed_at(OuterRef("prime"), now))
    ).count()


def _of(prime_id: int, reign: Reign) -> "QuerySet[Call]":
    calls = Call.objects.filter(prime=prime_id, opened_at__gte=reign.since)
    return calls if reign.until is None else calls.filter(opened_at__lt=reign.until)


def _caller(call: Call) -> str:
    return call.caller.full_name if call.caller else call.caller_said


def _company(call: Call) -> str:
    return call.company.name if call.company else call.company_said
