"""What the database refuses when the services are gone round."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from programmes.types import QuestionKind
from security.models import DrawnQuestion, ParticipantCheck
from tests.security.factories import ParticipantCheckFactory

pytestmark = pytest.mark.django_db
QUESTION, CHECK = "UPDATE security_drawnquestion SET", "UPDATE security_participantcheck SET"
ANOTHER = (
    'INSERT INTO security_drawnquestion (participant_check_id, "order", kind, drawn_at) VALUES ({}, {}, {!r}, now())'
)


def refused(statement: str, *, match: str) -> None:
    cursor = connection.cursor()
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        cursor.execute(statement)


def allowed(statement: str) -> None:
    connection.cursor().execute(statement)


@pytest.mark.req("S3")
@pytest.mark.parametrize(
    "change", ["kind = 'payment_group'", '"order" = 9', "drawn_at = now()", "participant_check_id = 0"]
)
def test_a_drawn_question_cannot_change(change: str) -> None:
    ParticipantCheckFactory()
    refused(f"{QUESTION} {change}", match="is recorded and cannot change")


@pytest.mark.req("S3")
def test_no_kind_comes_twice_and_none_is_unknown() -> None:
    check = ParticipantCheckFactory(said="JS")
    allowed(f"{QUESTION} set_aside_at = now(), answer = NULL")
    refused(ANOTHER.format(check.pk, 2, "referring_officer"), match="question_kind_once")
    refused(ANOTHER.format(check.pk, 1, "payment_group"), match="question_order_once")
    refused(ANOTHER.format(check.pk, 2, "shoe_size"), match="question_kind_known")
    allowed(ANOTHER.format(check.pk, 2, "payment_group"))


@pytest.mark.req("S3")
@pytest.mark.parametrize("said", [None, "JS"])
def test_one_open_question_a_check(said: str | None) -> None:
    check = ParticipantCheckFactory(said=said)
    refused(ANOTHER.format(check.pk, 2, "payment_group"), match="question_one_not_set_aside")


@pytest.mark.req("S6")
@pytest.mark.parametrize("result", [True, False])
def test_no_question_after_the_end(result: bool) -> None:
    check = ParticipantCheckFactory(result=result)
    refused(ANOTHER.format(check.pk, 2, "payment_group"), match="draws no question")


@pytest.mark.req("S5", "S6")
@pytest.mark.parametrize(
    ("change", "match"),
    [
        ("answer = '\"Jane\"'", "answered once"),
        ("answered_at = now() + interval '1 hour'", "cannot change"),
        ("answered_at = NULL, answer = NULL", "cannot change"),
        ("marked_right = true", "question_answer_kept_until_marked"),
        ("set_aside_at = now()", "question_answer_kept_until_marked"),
        ("marked_right = true, set_aside_at = now(), answer = NULL", "question_set_aside_free_and_unmarked"),
    ],
)
def test_an_answer_is_given_once_and_goes_with_its_mark(change: str, match: str) -> None:
    ParticipantCheckFactory(said="JS")
    refused(f"{QUESTION} {change}", match=match)


@pytest.mark.req("S5")
@pytest.mark.parametrize(
    "change", ["answer = '\"JS\"'", "marked_right = true", "marked_right = false", "set_aside_at = now()"]
)
def test_an_answer_comes_first(change: str) -> None:
    ParticipantCheckFactory()
    refused(f"{QUESTION} {change}", match="question_answer_first")


@pytest.mark.req("S3", "S5")
@pytest.mark.parametrize("change", ["answer = '3'", "set_aside_at = now()"])
def test_an_answer_of_a_fixed_form_is_neither_kept_nor_unclear(change: str) -> None:
    ParticipantCheckFactory(kind=QuestionKind.PAYMENT_GROUP)
    refused(f"{QUESTION} answered_at = now(), {change}", match="question_answer_kept|question_set_aside_free")


@pytest.mark.req("S6")
@pytest.mark.parametrize("result", [True, False])
@pytest.mark.parametrize(
    "change", ["marked_right = NOT marked_right", "marked_right = NULL", "answer = '\"JS\"'", "answered_at = NULL"]
)
def test_a_mark_stands(result: bool, change: str) -> None:
    ParticipantCheckFactory(result=result)
    refused(f"{QUESTION} {change}", match="cannot change|answered once")


@pytest.mark.req("S6")
def test_an_answer_that_was_emptied_is_not_given_again() -> None:
    ParticipantCheckFactory(said="JS")
    allowed(f"{QUESTION} answer = NULL")
    refused(f"{QUESTION} answer = '\"Jane\"'", match="answered once")


@pytest.mark.req("S6")
@pytest.mark.parametrize("result", [True, False])
@pytest.mark.parametrize(
    "change",
    [
        "passed = NOT passed",
        "passed = true, reason = 'answered right'",
        "passed = NULL, decided_at = NULL, reason = NULL",
        "decided_at = now() + interval '1 hour'",
        "opened_at = now() - interval '1 hour'",
    ],
)
def test_a_decision_stands(result: bool, change: str) -> None:
    check = ParticipantCheckFactory(result=result)
    if result and change.startswith("passed = true"):
        return  # nothing would change
    refused(f"{CHECK} {change}", match="cannot change|right answer only|check_decided_together")
    check.refresh_from_db()
    assert check.passed is result


@pytest.mark.req("S6")
@pytest.mark.parametrize("said", [None, "JS"])
def test_a_check_passes_on_a_right_answer_only(said: str | None) -> None:
    check = ParticipantCheckFactory(said=said)
    refused(f"{CHECK} passed = true, decided_at = now(), reason = 'answered right'", match="right answer only")
    allowed(f"{QUESTION} answered_at = coalesce(answered_at, now()), marked_right = false, answer = NULL")
    refused(f"{CHECK} passed = true, decided_at = now(), reason = 'answered right'", match="right answer only")
    with pytest.raises(IntegrityError, match="right answer only"), transaction.atomic():
        ParticipantCheck.objects.create(
            opened_at=check.opened_at, decided_at=check.opened_at, passed=True, reason="answered right"
        )


@pytest.mark.req("S6")
@pytest.mark.parametrize(
    "change",
    [
        "decided_at = now()",
        "passed = false",
        "passed = false, decided_at = now()",
        "reason = 'answered wrong'",
        "decided_at = now(), reason = 'answered wrong'",
        "passed = false, decided_at = now(), reason = 'answered right'",
        "passed = false, decided_at = now(), reason = 'bored'",
    ],
)
def test_a_decision_is_whole(change: str) -> None:
    ParticipantCheckFactory()
    refused(f"{CHECK} {change}", match="check_decided_together")


@pytest.mark.req("S6")
@pytest.mark.parametrize("change", ["passed = true, decided_at = now()", "passed = true, reason = 'answered right'"])
def test_a_pass_is_whole_even_on_a_right_answer(change: str) -> None:
    ParticipantCheckFactory(said="JS")
    allowed(f"{QUESTION} marked_right = true, answer = NULL")  # so that nothing but the check constraint refuses
    refused(f"{CHECK} {change}", match="check_decided_together")


@pytest.mark.req("S6")
@pytest.mark.parametrize("table", ["security_drawnquestion", "security_participantcheck"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_nothing_is_deleted(table: str, statement: str) -> None:
    ParticipantCheckFactory()
    refused(statement.format(table), match="keeps what was recorded")


@pytest.mark.req("S5")
def test_neither_row_says_the_answer_when_printed() -> None:
    check = ParticipantCheckFactory(said="Jane Smith")
    question = DrawnQuestion.objects.get()
    assert "Jane" not in f"{check!r}{check}{question!r}{question}"
    assert question.answered_at - check.opened_at == timedelta(minutes=1)
