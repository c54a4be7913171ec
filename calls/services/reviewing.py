"""A team leader reads advice that departed from the table (C9)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.actions import Action
from audit.services import record

from ..models import Advice, DepartureReview


class NoDeparture(LookupError):
    """There is no such advice, or it followed the table."""


class AlreadyReviewed(RuntimeError):
    """Somebody has reviewed it."""


class OwnDeparture(PermissionError):
    """Nobody reviews their own advice (decision 24)."""


@transaction.atomic
def review(*, advice_id: int, note: str, leader: User, at: datetime) -> None:
    """Record that a departure was reviewed, once, and what came of it.

    Raises NoDeparture, AlreadyReviewed, or OwnDeparture.
    """
    departed = Advice.objects.select_for_update(no_key=True).exclude(departure_reason="")
    advice = departed.filter(pk=advice_id).first()
    if advice is None:
        raise NoDeparture(advice_id)
    if advice.given_by_id == leader.pk:
        raise OwnDeparture(advice_id)
    if DepartureReview.objects.filter(advice=advice).exists():
        raise AlreadyReviewed(advice_id)
    DepartureReview.objects.create(advice=advice, by=leader, at=at, note=note)
    participant = advice.participant
    record(
        Action.DEPARTURE_REVIEWED, chain=f"call:{participant.call.ref}", actor=leader,
        subject=f"participant {participant.number}", at=at,
    )  # fmt: skip
