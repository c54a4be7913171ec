"""Drawing the one question (S3; WP 29; MWA 25, 26)."""

from collections.abc import Collection, Sequence
from random import Random
from secrets import SystemRandom

from programmes.types import HeldAnswers, QuestionKind


def usable(questions: Collection[QuestionKind], held: HeldAnswers) -> tuple[QuestionKind, ...]:
    """The programme's questions that LMS holds a usable answer for, always in the same order."""
    return tuple(kind for kind in QuestionKind if kind in questions and kind in held)


def rest(usable: Collection[QuestionKind], drawn: Collection[QuestionKind]) -> tuple[QuestionKind, ...]:
    """What can still be drawn: no kind comes a second time."""
    return tuple(kind for kind in QuestionKind if kind in usable and kind not in drawn)


def draw(usable: Sequence[QuestionKind], rng: Random | None = None) -> QuestionKind:
    """One of them, each as likely as another. Raises IndexError where there is none."""
    return (rng or SystemRandom()).choice(usable)
