"""An agent asks for help in a call, and a team leader gives it. Neither moves the call on."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.actions import Action
from audit.services import record

from ..models import Call, HelpRequest
from ..team.rules import HelpReason
from .turn import Turn


class HelpNotWanted(LookupError):
    """There is no such request, or it was answered or withdrawn, or its call is over."""


def ask(turn: Turn, *, reason: HelpReason, words: str) -> None:
    """Ask for help in a call that is locked. Asked for already, it stands as it is."""
    if open_request(turn.call) is None:
        HelpRequest.objects.create(call=turn.call, asked_by=turn.actor, asked_at=turn.at, reason=reason, words=words)
        turn.record(Action.HELP_ASKED, reason=reason)


def withdraw(turn: Turn) -> None:
    """Say that help is no longer wanted, in a call that is locked. Where none is, nothing changes."""
    wanted = open_request(turn.call)
    if wanted is not None:
        wanted.withdrawn_at = turn.at
        wanted.save(update_fields=["withdrawn_at"])
        turn.record(Action.HELP_WITHDRAWN)


@transaction.atomic
def mark_answered(*, request_id: int, leader: User, at: datetime) -> None:
    """Record that a team leader gave the help. Raises HelpNotWanted.

    The call's row is locked first, as by its holder, who may be withdrawing the wish at this moment.
    """
    call = Call.objects.select_for_update().filter(help_requests=request_id, ended_at=None).first()
    wanted = open_request(call) if call else None
    if call is None or wanted is None or wanted.pk != request_id:
        raise HelpNotWanted(request_id)
    wanted.answered_at, wanted.answered_by = at, leader
    wanted.save(update_fields=["answered_at", "answered_by"])
    record(Action.HELP_ANSWERED, chain=f"call:{call.ref}", actor=leader, detail={"reason": wanted.reason}, at=at)


def open_request(call: Call) -> HelpRequest | None:
    """The help that is wanted in this call, if any. One query."""
    return call.help_requests.filter(answered_at=None, withdrawn_at=None).first()


def latest_request(call: Call) -> HelpRequest | None:
    """The newest wish that was not withdrawn, wanted still or answered. One query; who answered is another."""
    return call.help_requests.filter(withdrawn_at=None).order_by("-pk").first()
