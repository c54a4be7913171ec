"""What has become of a code. A code is in force for one cycle and never comes back (decision 0053)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .calendar import issue_covering


class State(StrEnum):
    """The value is the word that BMT reads."""

    CURRENT = "current"
    COMING = "coming"
    PAST = "past"
    STOPPED = "stopped"
    DESTROYED = "destroyed"
    NONE = "none"

    @property
    def colour(self) -> str:
        """The colour of its label; the word says the same."""
        return {State.CURRENT: "green", State.COMING: "blue", State.STOPPED: "red", State.NONE: "red"}.get(self, "grey")


@dataclass(frozen=True)
class Dates:
    """The facts about one code that its state depends on."""

    in_force_from: datetime
    stopped_at: datetime | None = None
    destroyed_at: datetime | None = None


def state(code: Dates | None, *, now: datetime) -> State:
    """The state of a prime's newest code to have started, or of a coming one."""
    if code is None:
        return State.NONE
    if code.destroyed_at is not None:
        return State.DESTROYED
    if code.stopped_at is not None and code.stopped_at <= now:
        return State.STOPPED
    if code.in_force_from > now:
        return State.COMING
    return State.CURRENT if code.in_force_from >= issue_covering(now).in_force_from else State.PAST
