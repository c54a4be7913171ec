"""What a prime's access rests on: its security plan (E4), and that the service is not withdrawn (E6)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..rules import plan_counts
from ..rules.plans import PlanFacts, Verdict
from .base import NO_NULLS, OfPrime
from .people import Spoc


class SecurityPlan(OfPrime):
    """How a prime keeps the access code secure (E4): sent, assessed, accepted, and over. What was sent never changes.

    One plan of a prime is in force at most, and one waits at most: the one in force stays until another is accepted.
    """

    how_kept = models.TextField(max_length=4000, validators=NO_NULLS)
    what_changes = models.TextField(max_length=2000, blank=True, validators=NO_NULLS)
    needs_updating = models.BooleanField(default=False, help_text="As the provider says: then a deed is required.")
    received_on = models.DateField()
    sent_by = models.ForeignKey(
        Spoc, models.PROTECT, null=True, blank=True, editable=False, help_text="None where it came another way."
    )
    deed_asked_on = models.DateField(null=True, blank=True, editable=False)
    deed_received_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    replaced_on = models.DateField(null=True, blank=True, editable=False, help_text="The day on which it was over.")

    class Meta:
        ordering = ["-id"]
        default_related_name = "security_plans"
        constraints = [
            models.UniqueConstraint(
                fields=["prime"],
                condition=Q(replaced_on__isnull=True, accepted_on__isnull=False),
                name="plan_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["prime"],
                condition=Q(replaced_on__isnull=True, accepted_on__isnull=True),
                name="plan_one_waiting",
            ),
            models.CheckConstraint(
                condition=~Q(how_kept=""),
                name="plan_says_how",
                violation_error_message="Enter how the access code is kept secure",
                violation_error_code="how_kept",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True)
                | Q(needs_updating=False, deed_asked_on__isnull=True)
                | Q(deed_received_on__isnull=False),
                name="plan_accepted_with_deed",
                violation_error_message="Record the Deed of Variation before accepting a plan that needs it",
                violation_error_code="accepted_on",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(accepted_on__gte=F("received_on")),
                name="plan_dates_in_order",
                violation_error_message="The plan cannot be accepted before it was received",
                violation_error_code="accepted_on",
            ),
        ]

    @property
    def needs_deed(self) -> bool:
        """Whether a Deed of Variation is required: the provider says so, or the business management team."""
        return self.needs_updating or self.deed_asked_on is not None

    def facts(self, last: Verdict | None) -> PlanFacts:
        """What its state depends on; `last` is its newest verdict."""
        return PlanFacts(
            accepted=self.accepted_on is not None,
            over=self.replaced_on is not None,
            needs_deed=self.needs_deed,
            has_deed=self.deed_received_on is not None,
            last=last,
        )

    def counts_on(self, today: date) -> bool:
        """Whether the plan gives access that day (E4)."""
        return plan_counts(
            today=today,
            how_kept=self.how_kept,
            needs_updating=self.needs_deed,
            deed_received_on=self.deed_received_on,
            accepted_on=self.accepted_on,
        )


class PlanAssessment(models.Model):
    """One decision about a security plan, with its reasons (E4). Never changed: a plan is assessed again instead."""

    plan = models.ForeignKey(SecurityPlan, models.PROTECT, related_name="assessments")
    plan_version = models.PositiveIntegerField(help_text="The version that was assessed: each only once.")
    verdict = models.CharField(max_length=40)
    reasons = models.TextField(max_length=2000, blank=True, validators=NO_NULLS)
    assessed_at = models.DateTimeField()
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "plan_version"], name="plan_assessed_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=[verdict.value for verdict in Verdict]), name="assessment_has_verdict"
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.ACCEPTED.value) | ~Q(reasons=""), name="assessment_has_reasons"
            ),
        ]


class Withdrawal(OfPrime):
    """The service withdrawn from a prime for misuse, until it gives an assurance of compliance (E6)."""

    reason = models.TextField(max_length=2000, validators=NO_NULLS)
    withdrawn_at = models.DateTimeField(editable=False)
    # Empty until the service is reinstated, then all four: each is written once.
    assurance = models.TextField(max_length=2000, null=True, blank=True, validators=NO_NULLS)  # noqa: DJ001
    assured_by = models.CharField(max_length=200, null=True, blank=True, validators=NO_NULLS)  # noqa: DJ001
    assured_on = models.DateField(null=True, blank=True)
    reinstated_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-withdrawn_at", "-id"]
        default_related_name = "withdrawals"
        constraints = [
            models.UniqueConstraint(
                fields=["prime"],
                condition=Q(reinstated_at__isnull=True),
                name="withdrawal_one_open",
                violation_error_message="The service is already withdrawn from this provider",
                violation_error_code="reason",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_reason"),
            models.CheckConstraint(
                condition=Q(
                    reinstated_at__isnull=True, assurance__isnull=True, assured_by__isnull=True, assured_on__isnull=True
                )
                # Not null said as well: a condition that is neither true nor false lets a row pass.
                | (
                    Q(reinstated_at__isnull=False, assurance__isnull=False, assured_by__isnull=False)
                    & Q(reinstated_at__gte=F("withdrawn_at"), assured_on__isnull=False)
                    & ~Q(assurance="")
                    & ~Q(assured_by="")
                ),
                name="withdrawal_ends_with_assurance",
                violation_error_message="Enter the assurance of compliance that the provider gave",
                violation_error_code="assurance",
            ),
        ]
