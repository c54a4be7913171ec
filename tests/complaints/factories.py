"""Complaints for tests: `complained(about=, programme=)` goes through the service."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from accounts.models import User
from accounts.rules import Role
from complaints import services
from complaints.models import Complaint
from complaints.rules import About, How, Received
from core.clock import LONDON
from programmes.types import Programme
from tests.accounts.factories import UserFactory
from tests.providers.factories import ProviderFactory

AT = datetime(2026, 11, 20, 10, 30, tzinfo=LONDON)
TODAY = AT.date()


def received(**facts: Any) -> Received:
    """A complaint about an agent of the Work Programme's line, unless said otherwise."""
    usual = {
        "programme": Programme.WORK_PROGRAMME, "about": About.AGENT, "how": How.TELEPHONE, "contact": "Mary Poole",
        "what": "The agent hung up.", "wants": "An apology", "agent_said": "Sam", "call_ref": "", "received_on": TODAY,
    }  # fmt: skip
    return Received(**{**usual, **facts})


def complained(*, prime_id: int | None = None, actor: User | None = None, **facts: Any) -> Complaint:
    """A complaint on record, at the first stage of its route."""
    return services.enter(
        prime_id=prime_id or ProviderFactory(prime=True).pk, received=received(**facts), token=uuid4(),
        actor=actor or UserFactory(role=Role.BMT), at=AT,
    )  # fmt: skip


def answered(
    complaint: Complaint,
    *,
    by: Role,
    satisfied: bool | None = None,
    actor: User | None = None,
    answered_on: date = TODAY,
) -> None:
    """The present stage's answer."""
    services.answer(
        complaint_id=complaint.pk, number=complaint.stages.count(), text="We are sorry.", owner="Ann Manager",
        answered_on=answered_on, satisfied=satisfied, actor=actor or UserFactory(role=by), at=AT,
    )  # fmt: skip


def template_sent(complaint: Complaint, sent_on: date = TODAY) -> None:
    services.send_template(complaint_id=complaint.pk, sent_on=sent_on, actor=UserFactory(role=Role.BMT))
