"""Days on which the line is shut, besides weekends and bank holidays (L1)."""

from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q

NO_NULLS = [ProhibitNullCharactersValidator("Remove the characters that cannot be read")]


class Closure(models.Model):
    """A whole day on which the business management team has closed the line."""

    date = models.DateField(unique=True, error_messages={"unique": "The line is already closed on this day"})
    reason = models.CharField(max_length=120, validators=NO_NULLS)

    class Meta:
        ordering = ["date"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="closure_has_reason")]

    def __str__(self) -> str:
        return f"{self.date:%d %B %Y}: {self.reason}"
