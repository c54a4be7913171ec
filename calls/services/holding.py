"""Who holds a call: a team leader takes over one whose agent has gone."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.actions import Action
from audit.services import record

from ..models import Call
from .opening import CallStillOpen


class CallNotOpen(LookupError):
    """There is no such call, or it has ended."""


@transaction.atomic
def take_over(*, ref: str, leader: User, at: datetime) -> None:
    """Make a team leader the holder of a call that is under way; the former holder's next request is refused.

    The call's version moves on, so that a page drawn for the former holder changes nothing. Raises CallNotOpen, or
    CallStillOpen where the leader holds another call.
    """
    User.objects.select_for_update(no_key=True).get(pk=leader.pk)
    call = Call.objects.select_for_update().filter(ref=ref, ended_at=None).first()
    if call is None:
        raise CallNotOpen(ref)
    if call.holder_id == leader.pk:
        return
    own = Call.objects.filter(holder=leader, ended_at=None).first()
    if own:
        raise CallStillOpen(own.ref)
    former, call.holder, call.version = call.holder_id, leader, call.version + 1
    call.save(update_fields=["holder", "version"])
    record(Action.CALL_TAKEN_OVER, chain=f"call:{ref}", actor=leader, detail={"from": former}, at=at)
