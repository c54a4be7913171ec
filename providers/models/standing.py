"""What a prime's access rests on: its security plan (E4), and that the service is not withdrawn (E6)."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from ..rules import plan_counts
from .base import NO_NULLS, OfPrime


class SecurityPlan(OfPrime):
    """How a prime keeps the access code secure (E4). An accepted plan is replaced by a new one, never reworded."""

    how_kept = models.TextField(max_length=4000, validators=NO_NULLS)
    needs_updating = models.BooleanField(default=False)
    deed_received_on = models.DateField(null=True, blank=True)
    received_on = models.DateField()
    accepted_on = models.DateField(null=True, blank=True)
    replaced_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-id"]
        default_related_name = "security_plans"
        constraints = [
            models.UniqueConstraint(fields=["prime"], condition=Q(replaced_on__isnull=True), name="plan_one_current"),
            models.CheckConstraint(
                condition=~Q(how_kept=""),
                name="plan_says_how",
                violation_error_message="Enter how the access code is kept secure",
                violation_error_code="how_kept",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(needs_updating=False) | Q(deed_received_on__isnull=False),
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

    def counts_on(self, today: date) -> bool:
        """Whether the plan gives access that day (E4)."""
        return plan_counts(
            today=today,
            how_kept=self.how_kept,
            needs_updating=self.needs_updating,
            deed_received_on=self.deed_received_on,
            accepted_on=self.accepted_on,
        )


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
