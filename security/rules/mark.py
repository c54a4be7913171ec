"""Marking an answer of a fixed form (S4, S5; WP 28; MWA 24). Free answers are marked by the agent."""

from datetime import date, timedelta
from typing import assert_never

from programmes.types import HeldAnswer, QuestionKind, SigningDayAndCycle

Answer = date | int | SigningDayAndCycle | str

FIXED = frozenset({QuestionKind.PAYMENT_GROUP, QuestionKind.SIGNING_DAY_AND_CYCLE, QuestionKind.REFERRAL_DATE})
FREE = frozenset(QuestionKind) - FIXED

# PRaP updates overnight: a provider's referral date can be the day after the one that LMS holds.
LATER_THAN_LMS = (timedelta(0), timedelta(days=1))


class NotMarkedHere(ValueError):
    """A free answer: only the agent can mark it."""


def mark(kind: QuestionKind, answer: Answer, held: HeldAnswer) -> bool:
    """Whether the answer is right. An answer of another form is wrong. Raises NotMarkedHere for a free kind."""
    match kind:
        case QuestionKind.REFERRAL_DATE:
            return type(answer) is type(held) is date and answer - held in LATER_THAN_LMS
        case QuestionKind.PAYMENT_GROUP:
            return type(answer) is type(held) is int and answer == held
        case QuestionKind.SIGNING_DAY_AND_CYCLE:
            return type(answer) is type(held) is SigningDayAndCycle and answer == held
        case QuestionKind.REFERRING_OFFICER | QuestionKind.EMPLOYMENT_HISTORY | QuestionKind.QUALIFICATIONS:
            raise NotMarkedHere(kind)
    assert_never(kind)
