from datetime import UTC, datetime, timedelta

import pytest

from programmes.types import QuestionKind
from security.rules.repeat import Asked, question_to_repeat

pytestmark = [pytest.mark.req("S3"), pytest.mark.req("S6")]
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
DAY = timedelta(hours=24)
KIND = QuestionKind.QUALIFICATIONS
BEFORE = NOON - timedelta(minutes=5)
UNANSWERED = Asked(KIND, NOON)
UNMARKED = Asked(KIND, BEFORE, NOON)
WRONG = Asked(KIND, BEFORE, NOON, right=False)
RIGHT = Asked(KIND, BEFORE, NOON, right=True)


def test_somebody_never_asked_about_gets_a_draw() -> None:
    assert question_to_repeat(None, usable=QuestionKind, now=NOON) is None


@pytest.mark.parametrize("latest", [UNANSWERED, UNMARKED, WRONG], ids=["unanswered", "unmarked", "wrong"])
@pytest.mark.parametrize(
    ("later", "repeated"),
    [
        (timedelta(0), True),
        (DAY - INSTANT, True),
        (DAY, False),
        (DAY + INSTANT, False),
        (-timedelta(hours=1), True),  # a clock put back must not free anyone
    ],
)
def test_what_was_not_answered_rightly_is_asked_again_for_24_hours(
    latest: Asked, later: timedelta, repeated: bool
) -> None:
    assert question_to_repeat(latest, usable=QuestionKind, now=NOON + later) == (KIND if repeated else None)


@pytest.mark.parametrize("later", [timedelta(0), DAY])
def test_a_right_answer_frees_the_draw_at_once(later: timedelta) -> None:
    assert question_to_repeat(RIGHT, usable=QuestionKind, now=NOON + later) is None


@pytest.mark.parametrize("latest", [UNANSWERED, WRONG], ids=["unanswered", "wrong"])
def test_what_can_no_longer_be_asked_is_not(latest: Asked) -> None:
    assert question_to_repeat(latest, usable=[QuestionKind.REFERRAL_DATE], now=NOON) is None
