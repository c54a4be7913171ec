"""Which three of a code's eight characters are asked for (A2; WP 22; MWA 16)."""

from collections.abc import Sequence
from itertools import combinations
from random import Random
from secrets import SystemRandom

from .alphabet import LENGTH

ASKED = 3
Positions = tuple[int, int, int]
EVERY: tuple[Positions, ...] = tuple((a, b, c) for a, b, c in combinations(range(1, LENGTH + 1), ASKED))
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def draw(rng: Random | None = None) -> Positions:
    """Three different positions from 1 to 8 in rising order, each of the 56 sets as likely as another."""
    return (rng or SystemRandom()).choice(EVERY)


def ordinal(position: int) -> str:
    """The word for a position from 1 to 8. Raises ValueError for another."""
    if not 1 <= position <= LENGTH:
        raise ValueError(f"A code has {LENGTH} characters.")
    return ORDINALS[position - 1]


def in_words(positions: Sequence[int]) -> str:
    """How they are asked for: "second, fifth and eighth"."""
    *leading, last = (ordinal(position) for position in positions)
    return f"{', '.join(leading)} and {last}" if leading else last
