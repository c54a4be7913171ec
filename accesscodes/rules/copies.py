"""Where a SPoC's copy of a code has got to (A7, A8, A10)."""

from enum import StrEnum

from notices.rules import State as Sent


class How(StrEnum):
    """How a SPoC acknowledged its document."""

    PORTAL = "on the portal"
    EMAIL = "by email"


class Stage(StrEnum):
    """The value is what BMT reads."""

    TO_BE_SENT = "Document to be sent"
    DOUBTFUL = "Document held up in the outbox"
    TO_BE_ACKNOWLEDGED = "Sent, not acknowledged"
    ACKNOWLEDGED = "Acknowledged, unlock code to be sent"
    HELD_UP = "Unlock code held up in the outbox"
    COMPLETE = "Acknowledged, unlock code sent"

    @property
    def colour(self) -> str:
        return _COLOURS[self]


_COLOURS = {
    Stage.TO_BE_SENT: "grey", Stage.DOUBTFUL: "red", Stage.TO_BE_ACKNOWLEDGED: "yellow", Stage.ACKNOWLEDGED: "blue",
    Stage.HELD_UP: "red", Stage.COMPLETE: "green",
}  # fmt: skip
_ON_ITS_WAY = (Sent.WAITING, Sent.SENDING)


def stage(*, acknowledged: bool, document: Sent | None, unlock: Sent | None) -> Stage:
    """From the states of the two emails, None for one that is not there."""
    if not acknowledged:
        if document is None or document in _ON_ITS_WAY:
            return Stage.TO_BE_SENT
        return Stage.TO_BE_ACKNOWLEDGED if document is Sent.SENT else Stage.DOUBTFUL
    if unlock is None or unlock in _ON_ITS_WAY:
        return Stage.ACKNOWLEDGED
    return Stage.COMPLETE if unlock is Sent.SENT else Stage.HELD_UP


def has_arrived(document: Sent | None) -> bool:
    """Whether a document may be acknowledged: it is sent, or it may have been and the SPoC says that it came."""
    return document in (Sent.SENT, Sent.UNCERTAIN)
