"""Who holds a call: a team leader takes it over, or hands it to an agent who is free.

Each change locks people before calls, as opening a call does, and calls before anything else.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.rules import Role
from audit.actions import Action
from audit.services import record

from ..models import Call, HandOver
from .opening import CallStillOpen


class CallNotOpen(LookupError):
    """There is no such call, or it has ended."""


class HolderChanged(RuntimeError):
    """The call changed hands since the page was drawn that this comes from."""


class NotFree(RuntimeError):
    """The person that a call is handed to is no agent at work, or holds another call."""


@transaction.atomic
def take_over(*, ref: str, leader: User, at: datetime, seen_holder: int | None = None) -> None:
    """Make a team leader the holder of a call that is under way; the former holder's next request is refused.

    The call's version moves on, so that a page drawn for the former holder changes nothing. `seen_holder` is whom the
    page named as holder. Raises CallNotOpen, HolderChanged, or CallStillOpen where the leader holds another call.
    """
    User.objects.select_for_update(no_key=True).get(pk=leader.pk)
    call = locked(ref)
    if call.holder_id == leader.pk:
        return
    _check_holder(call, seen_holder)
    own = Call.objects.filter(holder=leader, ended_at=None).first()
    if own:
        raise CallStillOpen(own.ref)
    _pass_on(call, to=leader, by=leader, at=at, action=Action.CALL_TAKEN_OVER)


@transaction.atomic
def hand_over(*, ref: str, to_id: int, leader: User, at: datetime, seen_holder: int | None = None) -> User:
    """Make an agent who is free the holder of a call that is under way, as `take_over` does. Gives the new holder.

    Raises CallNotOpen, HolderChanged, or NotFree.
    """
    to = User.objects.select_for_update(no_key=True).filter(pk=to_id, role=Role.AGENT, is_active=True).first()
    call = locked(ref)
    _check_holder(call, seen_holder)
    if to is None or Call.objects.filter(holder=to, ended_at=None).exists():
        raise NotFree(to_id)
    _pass_on(call, to=to, by=leader, at=at, action=Action.CALL_HANDED_OVER)
    return to


def locked(ref: str) -> Call:
    """The call under way, locked until the transaction ends. Raises CallNotOpen."""
    call = Call.objects.select_for_update().filter(ref=ref, ended_at=None).first()
    if call is None:
        raise CallNotOpen(ref)
    return call


def _check_holder(call: Call, seen: int | None) -> None:
    if seen is not None and call.holder_id != seen:
        raise HolderChanged(call.ref)


def _pass_on(call: Call, *, to: User, by: User, at: datetime, action: Action) -> None:
    """The hand-over stands first: without it the database lets no call change hands."""
    former = call.holder_id
    HandOver.objects.create(call=call, from_holder_id=former, to_holder=to, by=by, at=at)
    call.holder, call.version = to, call.version + 1
    call.save(update_fields=["holder", "version"])
    record(action, chain=f"call:{call.ref}", actor=by, detail={"from": former, "to": to.pk}, at=at)
