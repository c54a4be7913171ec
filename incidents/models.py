"""Potential security incidents (Annex B). Every row here is written once, whole, and never changed (0110)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accesscodes.models import AccessCode
from providers.models import Provider

from .rules.proforma import CALL_REFERENCE, LONGEST_NAME, LONGEST_REASON, MOST_ROWS, How

SAYS_SOMETHING = r"\S"


class Incident(models.Model):
    """A proforma as it was sent. It has its rows, and in time a decision; the deed of the sender's page is `token`."""

    prime = models.ForeignKey(Provider, models.PROTECT, related_name="incidents")
    how = models.CharField(max_length=40)
    received_on = models.DateField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    call_ref = models.CharField(max_length=8, blank=True, help_text="A call that the prime says it did not make.")
    warned_of: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=40), default=list, blank=True
    )
    row_count = models.PositiveSmallIntegerField()
    token = models.UUIDField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["prime", "token"], name="incident_sent_once"),
            models.UniqueConstraint(fields=["id", "prime"], name="incident_of_prime"),
            models.CheckConstraint(condition=Q(how__in=[how.value for how in How]), name="incident_how_known"),
            models.CheckConstraint(
                condition=Q(row_count__gte=1, row_count__lte=MOST_ROWS), name="incident_has_rows"
            ),
            models.CheckConstraint(
                condition=Q(call_ref="") | Q(call_ref__regex=f"^{CALL_REFERENCE.pattern}$"),
                name="incident_call_reference",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Incident {self.pk}"

    @property
    def about(self) -> str:
        """How audit rows and emails name it."""
        return f"incident:{self.pk}"

    @property
    def concerns(self) -> list[str]:
        """The organisations that its rows are about, each once."""
        return list(dict.fromkeys(row.organisation or self.prime.name for row in self.rows.all()))


class IncidentRow(models.Model):
    """One line of the proforma. Without a subcontractor, on the list or as written, it is about the prime itself."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="rows")
    number = models.PositiveSmallIntegerField()
    subcontractor = models.ForeignKey(Provider, models.PROTECT, null=True, related_name="+")
    subcontractor_said = models.CharField(max_length=LONGEST_NAME, blank=True)
    changed_on = models.DateField()
    reason = models.CharField(max_length=LONGEST_REASON)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="incident_row_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="incident_row_counted_from_one"),
            models.CheckConstraint(condition=Q(reason__regex=SAYS_SOMETHING), name="incident_row_has_reason"),
            models.CheckConstraint(
                condition=Q(subcontractor__isnull=True) | Q(subcontractor_said=""),
                name="incident_row_one_subcontractor",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Row {self.number} of incident {self.incident_id}"

    @property
    def organisation(self) -> str:
        """The subcontractor's name; empty where it is about the prime itself."""
        return self.subcontractor.name if self.subcontractor else self.subcontractor_said


class Decision(models.Model):
    """BMT's judgement on the merits: a new code or not, and why (B3; WP 51 to 53; MWA 45 to 47).

    `prime` is the incident's, and the new code's: foreign keys to both hold it so.
    """

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="decision")
    prime = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    change_code = models.BooleanField()
    new_code = models.OneToOneField(AccessCode, models.PROTECT, null=True, related_name="+")
    reasons = models.CharField(max_length=LONGEST_REASON)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reasons__regex=SAYS_SOMETHING), name="decision_has_reasons"),
            models.CheckConstraint(
                condition=Q(change_code=True, new_code__isnull=False) | Q(change_code=False, new_code__isnull=True),
                name="decision_change_has_new_code",
            ),
        ]

    def __str__(self) -> str:
        return f"Decision on incident {self.incident_id}"


class Breach(models.Model):
    """A real breach, marked as a security incident that was raised in the usual way (B4; WP 50)."""

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="breach")
    reference = models.CharField(max_length=60)
    raised_on = models.DateField()
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reference__regex=SAYS_SOMETHING), name="breach_has_reference")
        ]

    def __str__(self) -> str:
        return f"Security incident raised for incident {self.incident_id}"
