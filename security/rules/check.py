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


@dataclass(frozen=True)
class Marked:
    """Where a check stands after a deed: decided and how, or waiting for the agent's mark or another answer."""

    decided: bool
    passed: bool | None = None
    reason: Reason | None = None
