"""A call whose holder has gone is ended by a team leader, with an outcome that its facts allow (R3)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from audit.actions import Action
from audit.selectors import happened
from core import clock

from ..models import Call, Closing
from ..rules import Outcome, Then
from ..state import load
from ..team.rules import Facts, Presence, true_outcomes
from .holding import locked
from .opening import end
from .turn import Turn


class StillHeld(RuntimeError):
    """The call's holder is at the console: the call is theirs to end."""


class NotTrue(ValueError):
    """The facts of the call do not allow this outcome."""


@transaction.atomic
def close(*, ref: str, outcome: Outcome, reason: str, leader: User, at: datetime) -> None:
    """End an orphaned call. Raises CallNotOpen, StillHeld or NotTrue."""
    call = locked(ref)
    if not absence(call.holder, now=clock.machine_now()):
        raise StillHeld(ref)
    if outcome not in outcomes(call):
        raise NotTrue(outcome)
    turn = Turn(call=call, actor=leader, at=at)
    Closing.objects.create(call=call, by=leader, at=at, reason=reason)
    turn.record(Action.CALL_CLOSED)
    end(turn, outcome)


def outcomes(call: Call) -> tuple[Outcome, ...]:
    """What can truly have become of this call, from what is recorded of it."""
    state = load(call)
    last = state.participants[-1] if state.participants else None
    return true_outcomes(
        Facts(
            eligible=call.eligible,
            declined=call.declined is not None,
            code_passed=call.challenge.passed if call.challenge else None,
            last=last.standing if last else None,
            then=Then(last.row.then) if last and last.row.then else None,
            finished=state.participants_finished,
            read_back_shown=happened(chain=f"call:{call.ref}", action=Action.READ_BACK_SHOWN),
        )
    )


def absence(holder: User, *, now: datetime) -> str:
    """Why a call of this person counts as orphaned; nothing while the person is there. `now` by the machine's clock."""
    presence = Presence(signed_in=bool(holder.session_token) and holder.is_active, seen_at=holder.last_seen_at)
    return presence.absence(now=now, limit=settings.ORPHANED_AFTER)
