"""Potential security incidents to begin with: one that waits, and one that is decided."""

from datetime import datetime, timedelta
from uuid import uuid4

from accounts.models import User
from incidents.rules.proforma import How, Proforma, Row
from incidents.selectors import is_empty
from incidents.services import decide, send
from providers import selectors as approved_list
from providers.demonstration import PRIMES

DECIDED = (
    "A member of staff, who told the access code to two callers, has left at the end of a temporary contract. We are "
    "not sure that the notebook with the code was handed in."
)
REASONS = "The notebook was found in the locked cabinet on the same day. Nobody else had seen the code."
WAITING = "A member of staff was dismissed, and knew the access code."


def load(*, spoc: User, team: User, now: datetime) -> int:
    """Send two for the first prime and decide the older one, unless there are any; how many."""
    prime = approved_list.match_prime(PRIMES[0].name)
    if prime is None or not is_empty():
        return 0
    left = approved_list.match_company(PRIMES[0].left[0])
    before, today = now - timedelta(days=9), now.date()
    older = send(
        prime_id=prime.pk, token=uuid4(), at=before, actor=spoc,
        proforma=Proforma((Row(before.date(), DECIDED),), How.PORTAL, before.date()),
    )  # fmt: skip
    decide(incident_id=older.pk, change=None, reasons=REASONS, at=before + timedelta(hours=3), actor=team)
    ended = Row(today - timedelta(days=1), "Subcontractor ceased trading.", left.pk if left else None)
    rows = (Row(today - timedelta(days=2), WAITING), ended)
    send(prime_id=prime.pk, token=uuid4(), at=now, actor=spoc, proforma=Proforma(rows, How.PORTAL, today))
    return 2
