"""Two requests at once, on two connections. The guard has a control that shows the race without it."""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError

from accesscodes.rules.calendar import LONDON
from audit.models import AuditEvent
from programmes.types import QuestionKind
from security import services
from security.models import DrawnQuestion, ParticipantCheck
from security.rules.check import Unclear
from tests.accesscodes.racing import race
from tests.security.factories import HELD, ParticipantCheckFactory

pytestmark = pytest.mark.django_db(transaction=True)
GROUP = QuestionKind.PAYMENT_GROUP
DEED: dict[str, Any] = {"at": datetime(2026, 11, 23, 10, tzinfo=LONDON), "chain": "call:A", "actor": None}


@pytest.mark.req("S6")
@pytest.mark.parametrize("right_first", [True, False])
def test_two_answers_at_once_count_as_the_first(right_first: bool) -> None:
    check = ParticipantCheckFactory(kind=GROUP)

    def answer(right: bool) -> bool | None:
        return services.answer(check_id=check.pk, answer=3 if right else 4, held=HELD[GROUP], **DEED).passed

    first, rival = race(lambda: answer(right_first), lambda: answer(not right_first))
    assert first is right_first
    assert rival.waited
    assert isinstance(rival.error, services.CheckDecided)
    check.refresh_from_db()
    assert check.passed is right_first
    assert AuditEvent.objects.count() == 2


@pytest.mark.req("S6")
def test_control_without_the_lock_the_database_refuses_the_second_answer() -> None:
    check = ParticipantCheckFactory(kind=GROUP)

    def answer_unguarded(right: bool) -> None:
        assert ParticipantCheck.objects.get(pk=check.pk).decided_at is None, "the race is not there"
        question = DrawnQuestion.objects.get(participant_check=check)
        question.answered_at, question.marked_right = DEED["at"], right
        question.save()

    _, rival = race(lambda: answer_unguarded(False), lambda: answer_unguarded(True))
    assert isinstance(rival.error, IntegrityError)
    assert DrawnQuestion.objects.get().marked_right is False


@pytest.mark.req("S3")
def test_an_unclear_record_clicked_twice_draws_one_more_question() -> None:
    check = ParticipantCheckFactory(said="JS")

    def set_aside() -> object:
        return services.set_aside(check_id=check.pk, reason=Unclear.SEVERAL, usable=QuestionKind, **DEED)

    _, rival = race(set_aside, set_aside)
    assert isinstance(rival.error, services.AnswerFirst)
    assert check.questions.count() == 2


@pytest.mark.req("S3", "S5")
def test_marked_and_called_unclear_at_once_is_one_of_the_two() -> None:
    check = ParticipantCheckFactory(said="JS")
    _, rival = race(
        lambda: services.mark_free(check_id=check.pk, right=False, **DEED),
        lambda: services.set_aside(check_id=check.pk, reason=Unclear.SEVERAL, usable=QuestionKind, **DEED),
    )
    assert isinstance(rival.error, services.CheckDecided)
    assert check.questions.count() == 1
