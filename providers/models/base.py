"""Organisations, and what every row of a prime provider shares."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q, Value

from ..rules import names as company_names
from ..rules.ending import EndReason

NO_NULLS = [ProhibitNullCharactersValidator("Remove the characters that cannot be read")]

END_REASONS = [(reason.value, reason.label) for reason in EndReason]


class Versioned(models.Model):
    """A row that two people may open at once: the version tells the later of them that it has changed."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def set_keys(self) -> None:
        """Bring folded names into step; rows without a name have none."""


class Provider(Versioned):
    """An organisation on the approved list: a prime provider, a subcontractor, or both."""

    name = models.CharField(max_length=100, validators=NO_NULLS)
    name_words = models.CharField(max_length=250, blank=True, editable=False, help_text="Folded, for searching.")
    name_key = models.CharField(
        max_length=250, blank=True, editable=False, help_text="Folded, the same for every spelling."
    )
    is_prime = models.BooleanField(default=False)
    ended_on = models.DateField(null=True, blank=True, help_text="The first day off the list.")
    end_reason = models.CharField(max_length=20, blank=True, choices=END_REASONS)

    class Meta:
        ordering = ["name_words", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_key"],
                name="provider_once",
                violation_error_message="This organisation is already on the list",
                violation_error_code="name",
            ),
            models.CheckConstraint(
                condition=~Q(name_key=""),
                name="provider_named",
                violation_error_message="Enter a name with at least one letter or number",
                violation_error_code="name",
            ),
            models.CheckConstraint(
                condition=Q(end_reason="")
                | Q(end_reason__in=[each.value for each in EndReason], ended_on__isnull=False),
                name="provider_ended_for_a_reason",
                violation_error_message="Enter the day on which it comes off the list",
                violation_error_code="ended_on",
            ),
            # What the rows of a prime point at, so that the database knows that theirs is one.
            models.UniqueConstraint(fields=["id", "is_prime"], name="provider_and_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.pk and not self.is_prime and self._has_rows_of_a_prime():
            message = "An organisation that has contracts, callers or other entries of a prime provider stays one"
            raise ValidationError({"is_prime": message})

    def _has_rows_of_a_prime(self) -> bool:
        return any(row._default_manager.filter(prime=self).exists() for row in OfPrime.__subclasses__())

    def set_keys(self) -> None:
        """Bring the folded names into step with the name."""
        self.name = " ".join(self.name.split())
        self.name_words, self.name_key = company_names.words(self.name), company_names.key(self.name)


class OfPrime(Versioned):
    """A row that belongs to a prime provider; a foreign key to (id, is_prime) makes sure that it is one."""

    prime = models.ForeignKey(Provider, models.PROTECT)
    of_prime = models.GeneratedField(
        expression=Value(True), output_field=models.BooleanField(), db_persist=True, editable=False
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        if not self.prime.is_prime:
            raise ValidationError("This organisation is not a prime provider", code="prime")
