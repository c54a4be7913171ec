"""A turn: one agent acting on one call that is locked for as long as the turn lasts."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from audit.actions import Action
from audit.services import record
from core import clock

from ..models import Call


class CallNotHeld(PermissionError):
    """The call is another agent's, or is no call at all; which of the two is not told."""


@dataclass(frozen=True)
class Refusal:
    """Why a submission was not taken: a form field (None for the whole form) and what to do, without values."""

    message: str
    field: str | None = None


@dataclass(frozen=True)
class Remark:
    """A submission was taken, and this is to be said to the agent about it."""

    message: str


@dataclass(frozen=True)
class Turn:
    """Who acts on which call, and when."""

    call: Call
    actor: User
    at: datetime

    @property
    def today(self) -> date:
        return self.at.astimezone(clock.LONDON).date()

    @property
    def chain(self) -> str:
        return f"call:{self.call.ref}"

    def record(self, action: Action, subject: str = "", **detail: object) -> None:
        """Add a row to the call's chain of the record (G2)."""
        record(action, chain=self.chain, actor=self.actor, subject=subject, detail=detail, at=self.at)

    def save(self, *fields: str) -> None:
        self.call.save(update_fields=fields)


def take(*, ref: str, actor: User, at: datetime, lock: bool = True) -> Turn:
    """Begin a turn on a call that `actor` holds; a write locks the call's row until its transaction ends.

    Raises CallNotHeld for a call that another holds, whose former holder `actor` is, or that does not exist.
    """
    held = Call.objects.filter(ref=ref, holder=actor)
    # A query that waits for the lock gives the row as it is after the wait, but joins others as they were before it:
    # so nothing is joined to a locked row, and what belongs to it is read when it is asked for, under the lock.
    held = held.select_for_update() if lock else held.select_related("company", "prime", "caller", "challenge")
    call = held.first()
    if call is None:
        raise CallNotHeld
    return Turn(call=call, actor=actor, at=at)
