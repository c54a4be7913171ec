"""Where a team leader comes into a call: help asked for, a change of holder, a call closed, a departure reviewed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..team.rules import HelpReason
from .call import Advice, Call

REASONS = [reason.value for reason in HelpReason]


class HelpRequest(models.Model):
    """An agent's wish for help in a call that goes on, until it is answered or withdrawn. No participant is named."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="help_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=[(reason, reason) for reason in REASONS])
    words = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call"], condition=Q(answered_at=None, withdrawn_at=None), name="help_one_open_for_each_call"
            ),
            models.CheckConstraint(condition=Q(reason__in=REASONS), name="help_reason_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False, withdrawn_at__isnull=True),
                name="help_answered_or_withdrawn",
            ),
        ]


class HandOver(models.Model):
    """A change of a call's holder: who had it, who has it from then on, and who made the change."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="hand_overs")
    from_holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    to_holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["call", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_holder=F("to_holder")), name="hand_over_to_somebody_else"),
        ]


class Closing(models.Model):
    """Why a team leader ended a call whose holder had gone; its outcome stands on the call."""

    call = models.OneToOneField(Call, models.PROTECT, primary_key=True, related_name="closing")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="closing_has_reason")]


class DepartureReview(models.Model):
    """A team leader has read advice that departed from the table, and what came of it (C9). Once for each."""

    advice = models.OneToOneField(Advice, models.PROTECT, primary_key=True, related_name="review")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=500)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="departure_review_has_note")]
