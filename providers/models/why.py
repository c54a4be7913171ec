"""Why something on the list was changed, beside the audit row that says what, who and when."""

from django.db import models
from django.db.models import Q

from audit.models import AuditEvent

from .base import NO_NULLS


class Why(models.Model):
    """In the words of whoever changed it. The record itself holds no free text."""

    event = models.OneToOneField(AuditEvent, models.PROTECT, related_name="+")
    text = models.CharField(max_length=200, validators=NO_NULLS)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="why_is_said")]
