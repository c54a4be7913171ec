"""BMT's decision, and the change of code that goes with it (B3; WP 51 to 53; MWA 45 to 47)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accesscodes.models import AccessCode
from accesscodes.services import replace_code
from accounts.models import User
from audit.actions import Action
from audit.services import record
from notices.services import post
from providers.selectors import present_spocs

from .. import emails
from ..models import Decision, Incident
from .marking import mark_breach


@dataclass(frozen=True)
class CodeChange:
    """When the present code stops, and which one it was on the page of whoever decides."""

    stops_at: datetime
    code_id: int


@dataclass(frozen=True)
class Raised:
    """The security incident that was raised for a breach, in the usual way (B4)."""

    reference: str
    raised_on: date


class NoReasons(ValueError):
    """Each case is judged on its own merits, and the record says why (B3)."""


class AlreadyDecided(RuntimeError):
    """The incident has its decision: `decision` says by whom, when and what."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(f"Incident {decision.incident_id} has been decided.")
        self.decision = decision


@transaction.atomic
def decide(
    *,
    incident_id: int,
    change: CodeChange | None,
    reasons: str,
    at: datetime,
    actor: User,
    breach: Raised | None = None,
) -> Decision:
    """Decide once whether the code is changed, and change it in the same transaction (B3).

    The SPoCs are told that there is a decision; what it is stands on the portal. With a change they are also told of
    it, and sent the new code by the same two emails as ever. With `breach` it is marked as one too (B4).
    Raises Incident.DoesNotExist, NoReasons, AlreadyDecided; BadMoment, NoCodeInForce and AlreadyReplaced as
    `replace_code` does; AlreadyMarked and BadReference as `mark_breach` does. Then nothing is decided.
    """
    incident = Incident.objects.select_for_update(no_key=True).get(pk=incident_id)
    before = Decision.objects.select_related("decided_by").filter(incident=incident).first()
    if before is not None:
        raise AlreadyDecided(before)
    if not reasons.strip():
        raise NoReasons("A decision needs its reasons.")
    decision = Decision.objects.create(
        incident=incident, prime_id=incident.prime_id, change_code=change is not None,
        new_code=_new_code(incident, change, at, actor), reasons=reasons.strip(), decided_at=at, decided_by=actor,
    )  # fmt: skip
    record(
        Action.INCIDENT_DECIDED, chain=f"provider:{incident.prime_id}", actor=actor, at=at, subject=incident.about,
        detail={"change_code": decision.change_code, "new_code": decision.new_code_id},
    )  # fmt: skip
    if breach is not None:
        mark_breach(incident_id=incident_id, reference=breach.reference, raised_on=breach.raised_on, at=at, actor=actor)
    for spoc in present_spocs(at).filter(prime=incident.prime_id):
        post(kind=emails.DECIDED, recipient_id=spoc.user_id, about=incident.about, at=at)
    return decision


def _new_code(incident: Incident, change: CodeChange | None, at: datetime, actor: User) -> AccessCode | None:
    if change is None:
        return None
    return replace_code(
        prime_id=incident.prime_id, stops_at=change.stops_at, reason=f"Potential security incident {incident.pk}",
        actor=actor, at=at, code_id=change.code_id,
    )  # fmt: skip
