"""The participant check as deeds, on a real database."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accesscodes.rules.calendar import LONDON
from audit.actions import Action
from audit.models import AuditEvent
from programmes.types import QuestionKind, SigningDayAndCycle, Weekday
from security import selectors, services
from security.models import DrawnQuestion, ParticipantCheck
from security.rules.check import Marked, Reason, Unclear
from security.rules.mark import FIXED, FREE
from tests.security.factories import HELD, ParticipantCheckFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=LONDON)
LATER = NOW + timedelta(minutes=1)
DEED: dict[str, Any] = {"at": LATER, "chain": "call:A", "actor": None}
RIGHT = Marked(decided=True, passed=True, reason=Reason.RIGHT)
WRONG = Marked(decided=True, passed=False, reason=Reason.WRONG)
WAITING = Marked(decided=False)
UNUSABLE = Marked(decided=True, passed=False, reason=Reason.NO_USABLE_QUESTION)
OFFICER = QuestionKind.REFERRING_OFFICER
WRONG_ANSWERS = {
    QuestionKind.PAYMENT_GROUP: 4,
    QuestionKind.SIGNING_DAY_AND_CYCLE: SigningDayAndCycle(Weekday.TUESDAY, 2),
    QuestionKind.REFERRAL_DATE: datetime(2012, 11, 8, tzinfo=LONDON).date(),
}


def opened(*usable: QuestionKind) -> ParticipantCheck:
    """A check about somebody who was never asked about before."""
    about = f"referral:{ParticipantCheck.objects.count() + 1}"
    return services.open_check(about=about, usable=usable, at=NOW, chain="call:A", actor=None)


def answer(check: ParticipantCheck, answer: Any, kind: QuestionKind = OFFICER) -> Marked:
    return services.answer(check_id=check.pk, answer=answer, held=HELD[kind], **DEED)


def mark_free(check: ParticipantCheck, *, right: bool) -> Marked:
    return services.mark_free(check_id=check.pk, right=right, **DEED)


def set_aside(check: ParticipantCheck, usable: Collection[QuestionKind]) -> Marked:
    return services.set_aside(check_id=check.pk, reason=Unclear.SEVERAL, usable=usable, **DEED)


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


class TestOpening:
    @pytest.mark.req("S3")
    def test_one_question_is_drawn_and_kept_before_it_is_shown(self) -> None:
        check = opened(*QuestionKind)
        question = DrawnQuestion.objects.get()
        assert (question.participant_check, question.order, question.drawn_at) == (check, 1, NOW)
        shown = selectors.open_question(check.pk)
        assert shown is not None
        assert (shown.kind, shown.answered, shown.answer) == (question.kind, False, None)
        assert selectors.open_question(check.pk) == shown, "reloading draws nothing"
        assert actions() == [Action.QUESTION_DRAWN]

    @pytest.mark.req("S2", "S3")
    def test_every_usable_kind_is_drawn_and_no_other(self) -> None:
        usable = {QuestionKind.QUALIFICATIONS, QuestionKind.REFERRAL_DATE}
        assert {opened(*usable).questions.get().kind for _ in range(40)} == usable

    @pytest.mark.req("S3")
    def test_without_a_usable_question_the_check_fails(self) -> None:
        check = opened()
        check.refresh_from_db()
        assert (check.passed, check.reason, check.decided_at) == (False, Reason.NO_USABLE_QUESTION, NOW)
        assert selectors.open_question(check.pk) is None
        assert actions() == [Action.CHECK_FAILED]


class TestFixedAnswers:
    @pytest.mark.req("S4", "S5")
    @pytest.mark.parametrize("kind", sorted(FIXED))
    def test_the_right_answer_passes_at_once(self, kind: QuestionKind) -> None:
        check = opened(kind)
        assert answer(check, HELD[kind], kind) == RIGHT
        check.refresh_from_db()
        assert (check.passed, check.decided_at) == (True, LATER)
        assert actions() == [Action.QUESTION_DRAWN, Action.QUESTION_ANSWERED, Action.CHECK_PASSED]

    @pytest.mark.req("S4", "S6")
    @pytest.mark.parametrize("kind", sorted(FIXED))
    def test_a_wrong_one_fails_at_once(self, kind: QuestionKind) -> None:
        check = opened(kind)
        assert answer(check, WRONG_ANSWERS[kind], kind) == WRONG
        with pytest.raises(services.CheckDecided):
            answer(check, HELD[kind], kind)
        check.refresh_from_db()
        assert check.passed is False

    @pytest.mark.req("S5")
    @pytest.mark.parametrize("kind", sorted(FIXED))
    def test_what_was_said_is_never_kept(self, kind: QuestionKind) -> None:
        answer(opened(kind), WRONG_ANSWERS[kind], kind)
        question = DrawnQuestion.objects.get()
        assert (question.answer, question.answered_at, question.marked_right) == (None, LATER, False)


class TestFreeAnswers:
    @pytest.mark.req("S5")
    @pytest.mark.parametrize("kind", sorted(FREE))
    def test_a_free_answer_waits_for_the_agent(self, kind: QuestionKind) -> None:
        check = opened(kind)
        assert answer(check, "J. Smith", kind) == WAITING
        shown = selectors.open_question(check.pk)
        assert shown is not None
        assert (shown.kind, shown.to_be_marked, shown.answer) == (kind, True, "J. Smith")

    @pytest.mark.req("S5", "S6")
    @pytest.mark.parametrize("right", [True, False])
    def test_the_agents_mark_decides_and_what_was_said_is_emptied(self, right: bool) -> None:
        check = opened(OFFICER)
        answer(check, "J. Smith")
        assert mark_free(check, right=right) == (RIGHT if right else WRONG)
        assert DrawnQuestion.objects.get().answer is None
        check.refresh_from_db()
        assert check.passed is right
        for deed in (lambda: mark_free(check, right=True), lambda: set_aside(check, QuestionKind)):
            with pytest.raises(services.CheckDecided):
                deed()

    @pytest.mark.req("S5")
    def test_one_answer_to_a_question(self) -> None:
        check = opened(OFFICER)
        answer(check, "J. Smith")
        with pytest.raises(services.AlreadyAnswered):
            answer(check, "Jane Smith")
        assert DrawnQuestion.objects.get().answer == "J. Smith"

    @pytest.mark.req("S5")
    @pytest.mark.parametrize("kind", [OFFICER, QuestionKind.REFERRAL_DATE])
    def test_an_answer_comes_before_a_mark_or_an_unclear_record(self, kind: QuestionKind) -> None:
        check = opened(kind)
        for deed in (lambda: mark_free(check, right=True), lambda: set_aside(check, QuestionKind)):
            with pytest.raises(services.AnswerFirst):
                deed()
        check.refresh_from_db()
        assert check.decided_at is None

    @pytest.mark.req("S6")
    @pytest.mark.parametrize("kind", QuestionKind)
    def test_a_caller_who_cannot_answer_has_failed(self, kind: QuestionKind) -> None:
        check = opened(kind)
        assert answer(check, None, kind) == WRONG


class TestUnclearRecord:
    @pytest.mark.req("S3")
    def test_another_is_drawn_from_the_rest_until_none_is_left(self) -> None:
        usable = FREE
        check = opened(*usable)
        for order in range(1, len(usable) + 1):
            shown = selectors.open_question(check.pk)
            assert shown is not None
            assert shown.order == order
            answer(check, "something", shown.kind)
            result = set_aside(check, usable)
        assert result == UNUSABLE
        questions = check.questions.all()
        assert {question.kind for question in questions} == usable
        assert all(question.set_aside_at == LATER and question.answer is None for question in questions)
        check.refresh_from_db()
        assert (check.passed, check.reason) == (False, Reason.NO_USABLE_QUESTION)

    @pytest.mark.req("S3")
    def test_the_next_question_can_still_pass(self) -> None:
        check = opened(OFFICER)
        answer(check, "JS")
        assert set_aside(check, {OFFICER, QuestionKind.PAYMENT_GROUP}) == WAITING
        assert answer(check, 3, QuestionKind.PAYMENT_GROUP) == RIGHT
        assert actions() == [
            Action.QUESTION_DRAWN, Action.QUESTION_ANSWERED, Action.QUESTION_UNCLEAR,
            Action.QUESTION_DRAWN, Action.QUESTION_ANSWERED, Action.CHECK_PASSED,
        ]  # fmt: skip

    @pytest.mark.req("S3")
    def test_every_one_of_the_rest_can_come(self) -> None:
        seen = set()
        for _ in range(60):
            check = ParticipantCheckFactory(kind=OFFICER, said="JS")
            set_aside(check, QuestionKind)
            seen.add(check.questions.get(order=2).kind)
        assert seen == set(QuestionKind) - {OFFICER}


@pytest.mark.req("G2", "S5")
def test_the_record_says_the_kind_and_never_an_answer() -> None:
    check = opened(OFFICER)
    answer(check, "Jane Smith")
    set_aside(check, {OFFICER, QuestionKind.PAYMENT_GROUP})
    answer(check, 4, QuestionKind.PAYMENT_GROUP)
    events = AuditEvent.objects.values_list("subject", "detail").order_by("id")
    assert {subject for subject, _ in events} == {f"check:{check.pk}"}
    assert [detail for _, detail in events] == [
        {"kind": "referring_officer", "order": 1}, {"kind": "referring_officer", "order": 1},
        {"kind": "referring_officer", "order": 1}, {"kind": "payment_group", "order": 2},
        {"kind": "payment_group", "order": 2}, {"reason": "answered wrong"},
    ]  # fmt: skip


@pytest.mark.req("S5")
@pytest.mark.parametrize("said", ["x" * 200, "Zoë O'Connor-Łukasz 李", "'; DROP TABLE x; --", "\u202e", "😀", "a\tb"])
def test_whatever_a_form_lets_through_can_be_kept(said: str) -> None:
    check = opened(OFFICER)
    answer(check, said)
    shown = selectors.open_question(check.pk)
    assert shown is not None
    assert shown.answer == said


def test_a_check_that_is_not_there_is_said() -> None:
    with pytest.raises(ParticipantCheck.DoesNotExist):
        services.mark_free(check_id=999, right=True, **DEED)


@pytest.mark.django_db
def test_each_deed_takes_a_fixed_number_of_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    # Each between a savepoint and its release.
    with django_assert_num_queries(8):  # how many there are, lock, what was asked last, check, question, record
        check = opened(OFFICER)
    with django_assert_num_queries(1):
        selectors.open_question(check.pk)
    with django_assert_num_queries(6):  # lock, question, record, write
        answer(check, "JS")
    with django_assert_num_queries(9):  # lock, question, write, record, drawn, write, record
        set_aside(check, {OFFICER, QuestionKind.QUALIFICATIONS})
    with django_assert_num_queries(6):
        answer(check, "A level", QuestionKind.QUALIFICATIONS)
    with django_assert_num_queries(7):  # lock, question, write, check, record
        mark_free(check, right=True)
    other = opened(QuestionKind.PAYMENT_GROUP)
    with django_assert_num_queries(8):
        answer(other, 3, QuestionKind.PAYMENT_GROUP)
