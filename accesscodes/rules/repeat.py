"""Hanging up and ringing back never gets easier positions (A2, decision 0052)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .positions import Positions

REPEATED_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Asked:
    """A provider's latest challenge, as far as the next one depends on it."""

    positions: Positions
    drawn_at: datetime
    answered_at: datetime | None = None
    passed: bool | None = None


def positions_to_repeat(latest: Asked | None, *, now: datetime) -> Positions | None:
    """The positions to ask again, or None where new ones are to be drawn.

    Those left unanswered or answered wrongly are asked again until 24 hours after they were last asked or
    answered; a right answer frees the provider at once. Which code was in force makes no difference.
    """
    if latest is None or latest.passed:
        return None
    since = latest.answered_at or latest.drawn_at
    return latest.positions if now - since < REPEATED_FOR else None
