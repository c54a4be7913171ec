"""Calls as lists and counts for the pages of people at work. Nothing here says who was asked about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, QuerySet

from core.clock import LONDON
from programmes.policy import policy
from programmes.types import Programme

from .models import Call
from .rules import CODE_NOT_CHECKED, Outcome, against

MINUTE = timedelta(minutes=1)
UNKNOWN_PROVIDER = "Not recorded"


@dataclass(frozen=True)
class CallLine:
    """One call in a list. `outcome` is None while it is under way; `provider` is the prime's name."""

    ref: str
    opened_at: datetime
    agent: str
    programme: str
    provider: str
    outcome: Outcome | None
    participants: int
    code_wrong: bool

    @property
    def ended(self) -> str:
        """How it ended, in words."""
        if self.outcome is Outcome.ACCESS_CODE_FAILED and not self.code_wrong:
            return CODE_NOT_CHECKED
        return self.outcome.label if self.outcome else ""

    def minutes(self, now: datetime) -> int:
        """Whole minutes since it was opened."""
        return max((now - self.opened_at) // MINUTE, 0)


@dataclass(frozen=True)
class NotEligible:
    """A caller who was turned away, as the caller gave the names, and every reason why (E7)."""

    ref: str
    at: datetime
    caller: str
    company: str
    prime: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class FailedCode:
    """A call in which the access code was wrong (A3)."""

    ref: str
    at: datetime
    prime: str
    company: str
    caller: str


def calls_of(agent_id: int, *, on: date) -> list[CallLine]:
    """The calls that this agent took on that day, the newest first. One query."""
    return _lines(_on(on).filter(holder=agent_id).order_by("-opened_at"))


def open_call_of(agent_id: int | None) -> str | None:
    """The reference of the call that this agent holds open, or None. One query."""
    return Call.objects.filter(holder_id=agent_id, ended_at=None).values_list("ref", flat=True).first()


def not_eligible(*, on: date) -> list[NotEligible]:
    """Callers who were found not eligible that day, the newest first (E7). One query."""
    refused = _on(on).filter(outcome=Outcome.NOT_ELIGIBLE).order_by("-opened_at")
    return [
        NotEligible(
            ref=call.ref, at=call.opened_at, caller=call.caller_said, company=call.company_said, prime=call.prime_said,
            reasons=tuple(against(call.reasons_against or ())),
        )
        for call in refused
    ]  # fmt: skip


def failed_codes(*, on: date) -> list[FailedCode]:
    """Calls of that day whose access code was wrong, the newest first; not those where it was not tried. One query."""
    failed = _on(on).filter(challenge__passed=False).select_related("prime", "company", "caller")
    return [
        FailedCode(ref=call.ref, at=call.opened_at, prime=_name(call.prime), company=_name(call.company),
                   caller=call.caller.full_name if call.caller else "")
        for call in failed.order_by("-opened_at")
    ]  # fmt: skip


def _on(day: date) -> "QuerySet[Call]":
    start = datetime.combine(day, time.min, LONDON)
    end = datetime.combine(day + timedelta(days=1), time.min, LONDON)
    return Call.objects.filter(opened_at__gte=start, opened_at__lt=end)


def _lines(calls: "QuerySet[Call]") -> list[CallLine]:
    counted: Iterable[Call] = calls.select_related("holder", "prime", "challenge").annotate(taken=Count("participants"))
    return [
        CallLine(
            ref=call.ref, opened_at=call.opened_at, agent=call.holder.full_name,
            programme=policy(Programme(call.programme)).name, provider=_name(call.prime),
            outcome=Outcome(call.outcome) if call.outcome else None,
            participants=call.taken,  # type: ignore[attr-defined]
            code_wrong=call.challenge is not None and call.challenge.passed is False,
        )
        for call in counted
    ]  # fmt: skip


def _name(provider: object) -> str:
    return str(provider) if provider else UNKNOWN_PROVIDER
