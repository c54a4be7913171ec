"""The question asked again when a caller rings back (S3, S6; decision 0105)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accesscodes.rules.calendar import LONDON
from programmes.types import QuestionKind
from security import services
from security.models import DrawnQuestion, ParticipantCheck
from security.rules import draw
from security.rules.check import Unclear
from tests.accesscodes.racing import race
from tests.security.factories import HELD

NOW = datetime(2026, 11, 23, 10, tzinfo=LONDON)
MINUTE = timedelta(minutes=1)
SOMEBODY = "referral:1"
GROUP, OFFICER = QuestionKind.PAYMENT_GROUP, QuestionKind.REFERRING_OFFICER


@pytest.fixture
def foretell(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`foretell(kind, ...)`: the next draws fall on these kinds, one after the other."""

    def chosen(*kinds: QuestionKind) -> None:
        falls = iter(kinds)

        class Foretold:
            def choice(self, usable: Any) -> QuestionKind:
                return usable[0] if len(usable) == 1 else next(falls)

        monkeypatch.setattr(draw, "SystemRandom", Foretold)

    return chosen


def ring(about: str = SOMEBODY, *, at: datetime = NOW) -> ParticipantCheck:
    return services.open_check(about=about, usable=QuestionKind, at=at, chain="call:A", actor=None)


def kind_of(check: ParticipantCheck) -> str:
    return check.questions.get(set_aside_at=None).kind


def answer(check: ParticipantCheck, *, right: bool, at: datetime) -> None:
    kind = QuestionKind(kind_of(check))
    said = HELD[kind] if right else None
    services.answer(check_id=check.pk, answer=said, held=HELD[kind], at=at, chain="call:A", actor=None)


@pytest.mark.django_db
@pytest.mark.req("S3", "S6")
def test_unanswered_and_wrong_are_asked_again_and_a_right_answer_frees_the_draw(foretell) -> None:
    foretell(GROUP, OFFICER)
    first = ring()
    second = ring(at=NOW + MINUTE)
    answer(second, right=False, at=NOW + 2 * MINUTE)
    third = ring(at=NOW + 3 * MINUTE)
    assert [kind_of(check) for check in (first, second, third)] == [GROUP, GROUP, GROUP]
    answer(third, right=True, at=NOW + 4 * MINUTE)
    assert kind_of(ring(at=NOW + 5 * MINUTE)) == OFFICER


@pytest.mark.django_db
@pytest.mark.req("S3", "S6")
def test_control_another_referral_and_another_day_are_drawn_for(foretell) -> None:
    foretell(GROUP, OFFICER, QuestionKind.QUALIFICATIONS)
    ring()
    assert kind_of(ring("referral:11")) == OFFICER
    assert kind_of(ring(at=NOW + timedelta(hours=24))) == QuestionKind.QUALIFICATIONS


@pytest.mark.django_db
@pytest.mark.req("S3")
def test_a_question_that_was_set_aside_is_not_what_is_repeated(foretell) -> None:
    foretell(OFFICER, GROUP)
    first = ring()
    services.answer(check_id=first.pk, answer="J", held=HELD[OFFICER], at=NOW, chain="call:A", actor=None)
    services.set_aside(
        check_id=first.pk, reason=Unclear.SEVERAL, usable=QuestionKind, at=NOW, chain="call:A", actor=None
    )
    assert kind_of(ring(at=NOW + MINUTE)) == GROUP


@pytest.mark.django_db
@pytest.mark.req("S6")
def test_of_two_calls_at_once_the_last_event_counts(foretell) -> None:
    """The one that began first ends last, and wrong: its question comes again."""
    foretell(GROUP, OFFICER)
    first, second = ring(), ring(at=NOW + MINUTE)
    answer(second, right=True, at=NOW + 2 * MINUTE)
    answer(first, right=False, at=NOW + 3 * MINUTE)
    assert kind_of(ring(at=NOW + 4 * MINUTE)) == GROUP


@pytest.mark.django_db
@pytest.mark.req("S6")
def test_whom_a_check_is_about_is_written_once() -> None:
    ring()
    with pytest.raises(IntegrityError), transaction.atomic():
        ParticipantCheck.objects.update(about="referral:2")


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("S6")
def test_two_calls_at_once_are_asked_the_same(foretell) -> None:
    foretell(GROUP, OFFICER)
    first, rival = race(ring, ring)
    assert rival.waited
    assert rival.error is None
    assert kind_of(first) == kind_of(rival.result) == GROUP


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("S6")
def test_control_without_the_lock_they_are_asked_different_ones(foretell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_one_at_a_time", lambda about: None)
    foretell(GROUP, OFFICER)
    race(ring, ring)
    assert {question.kind for question in DrawnQuestion.objects.all()} == {GROUP, OFFICER}
