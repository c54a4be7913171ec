"""The participant security check: one question drawn, answered once, and judged (S2 to S6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from programmes.types import QuestionKind

from .rules.check import Reason, Unclear
from .rules.mark import FREE

KINDS = [kind.value for kind in QuestionKind]
UNCLEAR = [(each.value, each.value) for each in Unclear]
FREE_KINDS = sorted(kind.value for kind in FREE)
# Said of each: a comparison with nothing is neither true nor false, and a CHECK lets that pass.
DECIDED = Q(decided_at__isnull=False, passed__isnull=False, reason__isnull=False)
FAILED = [Reason.WRONG.value, Reason.NO_USABLE_QUESTION.value]


class ParticipantCheck(models.Model):
    """One participant's check in one call. Other rooms point at (id, passed), so that only a passed one will do.

    Checks with the same `about` are of the same person, to the same provider: what one leaves open the next asks again.
    """

    about = models.CharField(
        max_length=60, help_text="Whom the question is about, as the caller of open_check names it."
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    passed = models.BooleanField(null=True)
    reason = models.CharField(max_length=40, null=True, choices=[(each.value, each.value) for each in Reason])  # noqa: DJ001 null until decided, then written once

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "passed"], name="check_and_result"),
            models.CheckConstraint(
                condition=Q(decided_at=None, passed=None, reason=None)
                | (DECIDED & (Q(passed=True, reason=Reason.RIGHT.value) | Q(passed=False, reason__in=FAILED))),
                name="check_decided_together",
            ),
        ]
        indexes = [models.Index(fields=["about", "-id"], name="check_about")]

    def __str__(self) -> str:
        return f"Participant check {self.pk}"


class DrawnQuestion(models.Model):
    """A question that was drawn, written before it is shown. The held value is never kept here.

    `answer` is what the caller said to a question that the agent has yet to mark; it is emptied with the mark.
    """

    participant_check = models.ForeignKey(ParticipantCheck, models.PROTECT, related_name="questions")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40, choices=[(kind.value, kind.value) for kind in QuestionKind])
    drawn_at = models.DateTimeField()
    answer = models.JSONField(null=True)
    answered_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True, help_text="The agent found the record unclear (S3).")
    set_aside_reason = models.CharField(max_length=20, null=True, choices=UNCLEAR)  # noqa: DJ001 null until then
    marked_right = models.BooleanField(null=True)

    class Meta:
        ordering = ["participant_check", "order"]
        constraints = [
            models.UniqueConstraint(fields=["participant_check", "kind"], name="question_kind_once"),
            models.UniqueConstraint(fields=["participant_check", "order"], name="question_order_once"),
            models.UniqueConstraint(
                fields=["participant_check"], condition=Q(set_aside_at=None), name="question_one_not_set_aside"
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="question_kind_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | Q(answer__isnull=True, set_aside_at=None, marked_right=None),
                name="question_answer_first",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at=None) | Q(marked_right=None, kind__in=FREE_KINDS),
                name="question_set_aside_free_and_unmarked",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_reason=None)
                | Q(set_aside_at__isnull=False, set_aside_reason__in=[each.value for each in Unclear]),
                name="question_reason_when_set_aside",
            ),
            models.CheckConstraint(
                condition=Q(answer__isnull=True) | Q(set_aside_at=None, marked_right=None, kind__in=FREE_KINDS),
                name="question_answer_kept_until_marked",
            ),
        ]

    def __str__(self) -> str:
        return f"Question {self.order} of check {self.participant_check_id}"
