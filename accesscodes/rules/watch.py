"""What is watched of failed checks, and of what one agent hears of a code (A5, A13; decision 0106). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from .positions import ASKED

MOST_HEARD = 6  # of eight: from here on one agent can nearly say the code


class Kind(StrEnum):
    """What an alert is about. The value is what BMT reads."""

    FAILURES = "Failed checks in a row"
    ON_HOLD = "Code put on hold"
    HEARD = "One agent has heard most of a code"

    @property
    def colour(self) -> str:
        return {Kind.FAILURES: "yellow", Kind.ON_HOLD: "red", Kind.HEARD: "orange"}[self]


class Ended(StrEnum):
    """How a hold ended."""

    RELEASED = "released"
    NEW_CODE = "a new code"


@dataclass(frozen=True)
class Limits:
    """After how many failures in a row BMT is alerted, and after how many the code is on hold."""

    alert: int
    hold: int


def in_a_row(passed: Iterable[bool]) -> int:
    """How many of the newest results, newest first, are failures with no pass between them."""
    return sum(1 for _ in takewhile(lambda each: not each, passed))


def after_a_failure(streak: int, limits: Limits) -> tuple[Kind, ...]:
    """What a failure leads to that is the `streak`th in a row: nothing, an alert, a hold, or both at once."""
    alert = (Kind.FAILURES,) if streak == limits.alert else ()
    return (*alert, Kind.ON_HOLD) if streak >= limits.hold else alert


def heard(positions: Sequence[int], said: Sequence[str]) -> tuple[int, ...]:
    """The positions that something was said for: a caller who gives nothing lets nothing be heard."""
    given = (*said, *[""] * ASKED)
    return tuple(position for position, text in zip(positions, given, strict=False) if text)
