from datetime import UTC, datetime, timedelta

import pytest

from accesscodes.rules.repeat import Asked, positions_to_repeat

pytestmark = pytest.mark.req("A2")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
DAY = timedelta(hours=24)
ASKED = (2, 5, 8)


def left_unanswered() -> Asked:
    return Asked(ASKED, drawn_at=NOON)


def answered(*, passed: bool) -> Asked:
    return Asked(ASKED, drawn_at=NOON - timedelta(minutes=5), answered_at=NOON, passed=passed)


def test_a_provider_never_asked_gets_new_positions() -> None:
    assert positions_to_repeat(None, now=NOON) is None


@pytest.mark.parametrize("latest", [left_unanswered(), answered(passed=False)])
@pytest.mark.parametrize(
    ("later", "repeated"),
    [
        (timedelta(0), True),
        (timedelta(minutes=1), True),
        (DAY - INSTANT, True),
        (DAY, False),
        (DAY + INSTANT, False),
        (-timedelta(hours=1), True),  # a clock put back must not free anyone
    ],
)
def test_unanswered_and_wrong_are_asked_again_for_24_hours(latest: Asked, later: timedelta, repeated: bool) -> None:
    assert positions_to_repeat(latest, now=NOON + later) == (ASKED if repeated else None)


@pytest.mark.parametrize("later", [timedelta(0), INSTANT, DAY, -timedelta(hours=1)])
def test_a_right_answer_frees_the_provider_at_once(later: timedelta) -> None:
    assert positions_to_repeat(answered(passed=True), now=NOON + later) is None


def test_asking_again_starts_the_24_hours_again() -> None:
    again = Asked(ASKED, drawn_at=NOON + timedelta(hours=23))
    assert positions_to_repeat(again, now=NOON + timedelta(hours=46)) == ASKED
