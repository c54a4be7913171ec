"""Which of a provider's challenges decides what is asked next: the one to which something happened last (A2)."""

from datetime import datetime, timedelta

import pytest

from accesscodes.models import AccessCode, Challenge
from accesscodes.rules.calendar import LONDON
from accesscodes.services import answer_challenge, draw_challenge
from tests.accesscodes.factories import AccessCodeFactory, characters

pytestmark = [pytest.mark.django_db, pytest.mark.req("A2")]
NOW = datetime(2026, 11, 23, 10, tzinfo=LONDON)
MINUTE = timedelta(minutes=1)
TEXT = "AdfH2nQr"
ASKED = [2, 5, 8]


@pytest.fixture
def code() -> AccessCode:
    return AccessCodeFactory(at=NOW, text=TEXT)


def in_call(code: AccessCode, *, drawn: int) -> Challenge:
    """A call's challenge for the same positions as the other's: the two were drawn while neither was answered."""
    return Challenge.objects.create(prime=code.prime, positions=ASKED, drawn_at=NOW + drawn * MINUTE)


def answer(challenge: Challenge, minute: int, *, right: bool) -> None:
    said = characters(TEXT, challenge.positions) if right else ["x", "x", "x"]
    answer_challenge(challenge_id=challenge.pk, said=said, at=NOW + minute * MINUTE, chain="call:A", actor=None)


def repeated(code: AccessCode, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the next call is asked for them again; a new draw would fall on others."""
    monkeypatch.setattr("accesscodes.rules.positions.EVERY", ((1, 3, 4),))
    positions = draw_challenge(prime_id=code.prime_id, at=NOW + 9 * MINUTE, chain="call:C", actor=None).positions
    return list(positions) == ASKED


# The calls at once are told apart by when each was drawn; (who, right) in the order in which they are answered.
@pytest.mark.parametrize(
    ("answers", "again"),
    [
        ([("first", False), ("second", True)], False),
        ([("second", True), ("first", False)], True),
        ([("second", False), ("first", True)], False),
        ([("first", True), ("second", False)], True),
        ([("first", True)], False),  # the second is still open, but was drawn before the right answer
        ([("first", False)], True),
    ],
)
def test_of_two_calls_at_once_the_last_event_counts(
    code: AccessCode, answers: list[tuple[str, bool]], again: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = {"first": in_call(code, drawn=0), "second": in_call(code, drawn=1)}
    for minute, (which, right) in enumerate(answers, start=2):
        answer(calls[which], minute, right=right)
    assert repeated(code, monkeypatch) is again


def test_one_drawn_after_a_right_answer_and_left_is_asked_again(
    code: AccessCode, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(in_call(code, drawn=0), 1, right=True)
    in_call(code, drawn=2)
    assert repeated(code, monkeypatch)


def test_control_by_their_numbers_alone_a_late_wrong_answer_would_be_forgotten(code: AccessCode) -> None:
    first, second = in_call(code, drawn=0), in_call(code, drawn=1)
    answer(second, 2, right=True)
    answer(first, 3, right=False)
    newest = Challenge.objects.filter(prime=code.prime).order_by("-id").first()
    assert newest is not None
    assert newest.passed, "the newest says that the provider is free"
