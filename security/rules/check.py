"""How a participant's check stands. Pure: no Django, no database, no clock."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a check was decided as it was."""

    RIGHT = "answered right"
    WRONG = "answered wrong"
    NO_USABLE_QUESTION = "no usable question"


class Judgement(StrEnum):
    """What the agent finds of a free answer beside the held one (S3, S5)."""

    MATCHES = "matches"
    DOES_NOT_MATCH = "does not match"
    UNCLEAR = "unclear"


class Unclear(StrEnum):
    """Why an agent calls a record unclear (S3). Nothing but these: what LMS holds is not written anywhere else."""

    CANNOT_BE_READ = "cannot be read"
    SEVERAL = "several"
    INCOMPLETE = "incomplete"
    OUT_OF_DATE = "out of date"

    @property
    def label(self) -> str:
        return _UNCLEAR_LABELS[self]


_UNCLEAR_LABELS = {
    Unclear.CANNOT_BE_READ: "It is abbreviated, misspelt or cannot be read",
    Unclear.SEVERAL: "It holds several entries that contradict each other",
    Unclear.INCOMPLETE: "A part of it is missing",
    Unclear.OUT_OF_DATE: "It has changed since the caller's papers were made",
}


@dataclass(frozen=True)
class Marked:
    """Where a check stands after a deed: decided and how, or waiting for the agent's mark or another answer."""

    decided: bool
    passed: bool | None = None
    reason: Reason | None = None
