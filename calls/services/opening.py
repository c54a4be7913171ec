"""Opening a call and ending it."""

import secrets
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.actions import Action
from audit.services import record
from line.outages import present_outage
from line.selectors import line_state
from programmes.types import Programme

from ..models import Call
from ..rules import Outcome
from .turn import Turn

# Read out and typed by people: no vowels, so no words; nothing that looks like something else.
_REF_ALPHABET = "BCDFGHJKMNPQRTVWXYZ2346789"
_REF_LENGTH = 8


class LineClosed(RuntimeError):
    """The line is shut (L1)."""


class OutOfService(RuntimeError):
    """An outage has been declared and goes on (L5)."""


class CallStillOpen(RuntimeError):
    """The agent holds a call that has not ended."""

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.ref = ref


@transaction.atomic
def open_call(*, agent: User, programme: Programme, telephony_reference: str, at: datetime) -> Call:
    """Begin a call for an agent (L1, L4, L5).

    Raises LineClosed, OutOfService, or CallStillOpen with the open call's reference.
    """
    User.objects.select_for_update(no_key=True).get(pk=agent.pk)
    if not line_state(at).open:
        raise LineClosed
    if present_outage():
        raise OutOfService
    still_open = Call.objects.filter(holder=agent, ended_at=None).first()
    if still_open:
        raise CallStillOpen(still_open.ref)
    call = Call.objects.create(
        ref="".join(secrets.choice(_REF_ALPHABET) for _ in range(_REF_LENGTH)),
        holder=agent,
        programme=programme,
        telephony_reference=telephony_reference,
        opened_at=at,
    )
    record(Action.CALL_OPENED, chain=f"call:{call.ref}", actor=agent, detail={"programme": programme}, at=at)
    return call


def record_reference(turn: Turn, *, reference: str) -> None:
    """Give or put right the recording's reference, while the call lasts (L4). The database keeps it after that."""
    if reference == turn.call.telephony_reference:
        return
    replaced, turn.call.telephony_reference = bool(turn.call.telephony_reference), reference
    turn.save("telephony_reference")
    turn.record(Action.RECORDING_REFERENCE_GIVEN, replaced=replaced)


def end(turn: Turn, outcome: Outcome) -> None:
    """Record the call's one outcome (R3). The database refuses a second."""
    turn.call.outcome, turn.call.ended_at = outcome, turn.at
    turn.save("outcome", "ended_at")
    turn.record(Action.CALL_ENDED, outcome=outcome)
