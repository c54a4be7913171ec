"""Sending a proforma, from the portal or as it came by email (B1; WP 49; MWA Annex B)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit.actions import Action
from audit.services import record
from core.clock import LONDON
from providers.models import Provider, SupplyChain

from ..models import Incident, IncidentRow
from ..rules.proforma import Proforma, is_complete


class Incomplete(ValueError):
    """A proforma without rows, with too many, or with a row that lacks its reason or a date that can be."""


@transaction.atomic
def send(*, prime_id: int, proforma: Proforma, token: UUID, at: datetime, actor: User) -> Incident:
    """Keep a proforma as it was sent. Sent again from the same page (`token`), it gives what was kept the first time.

    Raises Provider.DoesNotExist for what is no prime, and Incomplete; also for a subcontractor by number that was
    never in the prime's supply chain.
    """
    prime = Provider.objects.select_for_update(no_key=True).get(pk=prime_id, is_prime=True)
    before = Incident.objects.filter(prime=prime, token=token).first()
    if before is not None:
        return before
    if not is_complete(proforma, today=at.astimezone(LONDON).date()) or not _of_the_chain(prime, proforma):
        raise Incomplete(f"A proforma for provider {prime_id} is not complete.")
    incident = Incident.objects.create(
        prime=prime, how=proforma.how.value, received_on=proforma.received_on, sent_at=at, sent_by=actor,
        call_ref=proforma.call_ref, warned_of=list(proforma.warned_of), row_count=len(proforma.rows), token=token,
    )  # fmt: skip
    IncidentRow.objects.bulk_create(
        IncidentRow(
            incident=incident, number=number, subcontractor_id=row.subcontractor_id,
            subcontractor_said=row.subcontractor_said.strip(), changed_on=row.changed_on, reason=row.reason.strip(),
        )
        for number, row in enumerate(proforma.rows, start=1)
    )  # fmt: skip
    record(
        Action.INCIDENT_SENT, chain=f"provider:{prime_id}", actor=actor, at=at, subject=incident.about,
        detail={"how": incident.how, "rows": incident.row_count, "warned_of": incident.warned_of},
    )  # fmt: skip
    return incident


def _of_the_chain(prime: Provider, proforma: Proforma) -> bool:
    named = {row.subcontractor_id for row in proforma.rows} - {None}
    chain = SupplyChain.objects.filter(prime=prime, subcontractor__in=named)
    return named == set(chain.values_list("subcontractor_id", flat=True))
