"""Incidents for the tests of every room: `incident(prime=prime)` is one that was sent."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from accounts.models import User
from accounts.rules import Role
from core import clock
from incidents.models import Incident
from incidents.rules.proforma import How, Proforma, Row
from incidents.services import send
from providers.models import Provider
from tests.accounts.factories import UserFactory
from tests.providers.factories import ProviderFactory

REASON = "Member of staff dismissed."


def row(**changes: Any) -> Row:
    return Row(**{"changed_on": clock.today(), "reason": REASON, **changes})


def proforma(*rows: Row, **changes: Any) -> Proforma:
    return Proforma(**{"rows": rows or (row(),), "how": How.PORTAL, "received_on": clock.today(), **changes})


def incident(
    *rows: Row, prime: Provider | None = None, actor: User | None = None, token: Any = None, **changes: Any
) -> Incident:
    """An incident as the service makes it: nothing else gets past the database."""
    return send(
        prime_id=(prime or ProviderFactory(prime=True)).pk, proforma=proforma(*rows, **changes),
        token=token or uuid4(), at=clock.now(), actor=actor or UserFactory(role=Role.SPOC, enrolled=False),
    )  # fmt: skip


def rows_of(found: Incident) -> Sequence[tuple[str, date, str]]:
    return [(each.organisation, each.changed_on, each.reason) for each in found.rows.select_related("subcontractor")]
