"""Reading what is watched: alerts, holds, failures in a row (A13). Never a code, nor which characters were wrong."""

from datetime import datetime

from django.db.models import F, Max, Min, QuerySet, Subquery

from .models import AccessCode, Alert, Challenge, Hold, Replacement
from .rules.calendar import issue_covering
from .rules.watch import Ended
from .selectors import GIVEN_UP, current_code_id, holds_at, holds_not_over, started_codes


def newest_results(prime_id: int, *, at: datetime, most: int) -> list[bool]:
    """Whether the prime's newest checks were passed, the newest first. Four queries.

    They are counted since BMT last did something about the code: released it, or put another in its place; or since the
    next month's code ended a hold, which five failures with that one begin, and not the first. One that is
    a moment ahead of `at` counts as well: of two at once the second to come in may be the first by the clock.
    """
    answered = Challenge.objects.filter(prime=prime_id, answered_at__isnull=False)
    if since := _counted_since(prime_id, at):
        answered = answered.filter(answered_at__gt=since)
    newest = answered.order_by("-answered_at", "-id").values_list("passed", flat=True)[:most]
    return [bool(passed) for passed in newest]


def _counted_since(prime_id: int, at: datetime) -> datetime | None:
    # Of a hold that another code ended the replacement tells: the moment first set for it may have been given up.
    by_hand = Hold.objects.filter(prime=prime_id, ended_how=Ended.RELEASED, ended_at__lte=at)
    released = by_hand.aggregate(last=Max("ended_at"))
    replaced = Replacement.objects.filter(new__prime=prime_id, new__in_force_from__lte=at)
    replaced = replaced.exclude(new__stopped_at__lt=F("new__in_force_from"))  # given up: it was never in force
    started = replaced.aggregate(last=Max("new__in_force_from"))
    held = Hold.objects.filter(prime=prime_id, ended_at=None).order_by("-held_at").values("held_at")[:1]
    after_it = AccessCode.objects.filter(prime=prime_id, in_force_from__gt=Subquery(held), in_force_from__lte=at)
    after_it = after_it.exclude(GIVEN_UP)
    ended = after_it.aggregate(first=Min("in_force_from"))
    return max(filter(None, (released["last"], started["last"], ended["first"])), default=None)


def on_hold(prime_id: int, at: datetime) -> bool:
    """Whether the prime's code in force at `at` could not be used then, or by a check that waited. Two queries."""
    code_id = current_code_id(prime_id, at)
    return code_id is not None and holds_not_over(at).filter(code=code_id).exists()


def codes_on_hold(at: datetime) -> "QuerySet[Hold]":
    """Holds of the codes that would be in force now: those that keep a provider's callers out. One query."""
    newest = started_codes(at).filter(in_force_from__gte=issue_covering(at).in_force_from).values("pk")
    return holds_at(at).filter(code__in=newest).select_related("prime", "code").order_by("held_at", "id")


def hold_of(prime_id: int, at: datetime) -> Hold | None:
    """What keeps this prime's callers out now, or None. One query."""
    return codes_on_hold(at).filter(prime=prime_id).first()


def open_alerts() -> "QuerySet[Alert]":
    """Alerts that nobody has seen, the newest first."""
    return _alerts().filter(seen_at=None)


def seen_alerts() -> "QuerySet[Alert]":
    """Alerts that somebody has seen, the newest first."""
    return _alerts().exclude(seen_at=None)


def _alerts() -> "QuerySet[Alert]":
    return Alert.objects.select_related("prime", "code", "agent", "seen_by").order_by("-raised_at", "-id")
