"""Marking a real breach (B4; WP 50; MWA 44)."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from audit.actions import Action
from audit.services import record
from core.clock import LONDON

from ..models import Breach, Incident


class BadReference(ValueError):
    """A breach is marked with the reference under which it was raised, and the day, which is not to come."""


class AlreadyMarked(RuntimeError):
    """The breach is marked: `breach` says by whom, when and how."""

    def __init__(self, breach: Breach) -> None:
        super().__init__(f"Incident {breach.incident_id} is marked as a breach.")
        self.breach = breach


@transaction.atomic
def mark_breach(*, incident_id: int, reference: str, raised_on: date, at: datetime, actor: User) -> Breach:
    """Mark an incident, once, as a breach that was raised as a security incident in the usual way (B4).

    Raises Incident.DoesNotExist, AlreadyMarked and BadReference.
    """
    incident = Incident.objects.select_for_update(no_key=True).get(pk=incident_id)
    before = Breach.objects.select_related("marked_by").filter(incident=incident).first()
    if before is not None:
        raise AlreadyMarked(before)
    if not reference.strip() or raised_on > at.astimezone(LONDON).date():
        raise BadReference("A breach needs the reference and day of the security incident that was raised.")
    breach = Breach.objects.create(
        incident=incident, reference=reference.strip(), raised_on=raised_on, marked_at=at, marked_by=actor
    )
    record(
        Action.INCIDENT_BREACH_MARKED, chain=f"provider:{incident.prime_id}", actor=actor, at=at,
        subject=incident.about, detail={"breach": breach.pk},
    )  # fmt: skip
    return breach
