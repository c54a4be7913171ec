"""Days on which the line is shut (L1), and outages: when it should be open and cannot take calls (L5)."""

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import F, Q

from core.dates import in_words

NO_NULLS = [ProhibitNullCharactersValidator("Remove the characters that cannot be read")]


class Closure(models.Model):
    """A whole day on which the business management team has closed the line."""

    date = models.DateField(unique=True, error_messages={"unique": "The line is already closed on this day"})
    reason = models.CharField(max_length=120, validators=NO_NULLS)

    class Meta:
        ordering = ["date"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="closure_has_reason")]

    def __str__(self) -> str:
        return f"{in_words(self.date)}: {self.reason}"


class Outage(models.Model):
    """A problem that keeps the line from taking calls, from when it is declared until it is ended (WP 56; MWA 50).

    What is written here is written once. What is expected of it may be put right: that is a row of its own.
    """

    nature = models.CharField(max_length=300, validators=NO_NULLS)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # Null until it is ended.
    done = models.CharField(max_length=500, null=True, blank=True, validators=NO_NULLS)  # noqa: DJ001

    class Meta:
        ordering = ["-declared_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(nature=""), name="outage_has_a_nature"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, done__isnull=True)
                | (
                    Q(ended_at__isnull=False, ended_by__isnull=False, done__isnull=False)
                    & Q(ended_at__gte=F("declared_at"))
                    & ~Q(done="")
                ),
                name="outage_ended_together",
            ),
            # One row whose end is null, and no second: the line is out or it is not.
            models.UniqueConstraint(
                fields=["ended_at"], condition=Q(ended_at__isnull=True), nulls_distinct=False, name="outage_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"Outage {self.pk}"

    @property
    def about(self) -> str:
        """How its emails name it."""
        return f"outage:{self.pk}"


class Expectation(models.Model):
    """When an outage is expected to be over and what to do until then, as SPoCs were told; the newest row counts.

    `ends_at` is None where nobody knows yet.
    """

    outage = models.ForeignKey(Outage, models.PROTECT, related_name="expectations")
    number = models.PositiveSmallIntegerField()
    ends_at = models.DateTimeField(null=True, blank=True)
    to_do = models.CharField(max_length=500, validators=NO_NULLS)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["outage_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["outage", "number"], name="expectation_counted"),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(to_do=""), name="expectation_says_what_to_do"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("told_at")), name="expectation_lies_ahead"
            ),
        ]

    def __str__(self) -> str:
        return f"Expectation {self.pk}"

    @property
    def about(self) -> str:
        """How its emails name it."""
        return f"expectation:{self.pk}"
