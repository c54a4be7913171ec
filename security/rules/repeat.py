"""Hanging up and ringing back never gets an easier question (S3, S6; decision 0105)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from programmes.types import QuestionKind

REPEATED_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Asked:
    """The latest question about somebody, as far as the next call's question depends on it."""

    kind: QuestionKind
    drawn_at: datetime
    answered_at: datetime | None = None
    right: bool | None = None


def question_to_repeat(latest: Asked | None, *, usable: Collection[QuestionKind], now: datetime) -> QuestionKind | None:
    """The question to ask again, or None where one is to be drawn.

    One left unanswered or not answered rightly is asked again until 24 hours after it was last asked or answered, as
    long as LMS holds a usable answer to it; a right answer frees the draw at once.
    """
    if latest is None or latest.right or latest.kind not in usable:
        return None
    since = latest.answered_at or latest.drawn_at
    return latest.kind if now - since < REPEATED_FOR else None
