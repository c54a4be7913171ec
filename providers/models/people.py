"""A prime's people: who may call (E3), and its single points of contact (WP 16)."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.rules import Role

from ..rules import names
from .base import NO_NULLS, OfPrime, Provider
from .trading import SupplyChain


class AuthorisedCaller(OfPrime):
    """A person of a prime's list of authorised callers, and the organisation that they work for (E3)."""

    company = models.ForeignKey(Provider, models.PROTECT, related_name="people")
    full_name = models.CharField(max_length=100, validators=NO_NULLS)
    name_key = models.CharField(max_length=250, blank=True, editable=False)
    starts_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="From this day they may not call.")
    end_reason = models.CharField(max_length=200, blank=True, validators=NO_NULLS)

    class Meta:
        ordering = ["full_name", "id"]
        default_related_name = "authorised_callers"
        indexes = [models.Index(fields=["prime", "company"], name="caller_by_company")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="caller_dates_in_order",
                violation_error_message="The day it ended must be the same as or after the first day",
                violation_error_code="ended_on",
            ),
            models.CheckConstraint(
                condition=~Q(name_key=""),
                name="caller_named",
                violation_error_message="Enter a name with at least one letter",
                violation_error_code="full_name",
            ),
            models.UniqueConstraint(
                fields=["prime", "company", "name_key"],
                condition=Q(ended_on__isnull=True),
                name="caller_once",
                violation_error_message="This person is already an authorised caller of this organisation",
                violation_error_code="full_name",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.company_id == self.prime_id or not self.company_id:
            return
        if not SupplyChain.objects.filter(prime=self.prime, subcontractor=self.company).exists():
            raise ValidationError({"company": "This organisation has never been in the prime provider's supply chain"})

    def set_keys(self) -> None:
        """Bring the folded name into step with the name."""
        self.full_name = " ".join(self.full_name.split())
        self.name_key = names.person(self.full_name)


class Spoc(OfPrime):
    """A single point of contact of a prime: someone who signs in and sees that organisation only (WP 16).

    One person may be SPoC of one prime and later of another, never of two at once: the database excludes it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    telephone = models.CharField(max_length=40, blank=True, validators=NO_NULLS)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="From this day they are not a SPoC.")

    class Meta:
        ordering = ["started_on", "id"]
        default_related_name = "spocs"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="spoc_dates_in_order",
                violation_error_message="The day it ended must be the same as or after the first day",
                violation_error_code="ended_on",
            ),
            # What a security plan points at, so that the database knows that its own SPoC sent it.
            models.UniqueConstraint(fields=["id", "prime"], name="spoc_and_prime"),
        ]

    def clean(self) -> None:
        super().clean()
        # Of a new row only: the row of somebody who was given another role can still be ended.
        if self._state.adding and self.user_id and self.user.role != Role.SPOC:
            raise ValidationError({"user": "This person's role is not single point of contact"})
        if self.user_id and self.started_on and self._is_spoc_meanwhile():
            raise ValidationError({"user": "This person is a single point of contact already. End that first"})

    def _is_spoc_meanwhile(self) -> bool:
        others = Spoc.objects.filter(user=self.user_id).exclude(pk=self.pk)
        present = Q(ended_on__isnull=True) | Q(ended_on__gt=self.started_on)
        never = Q(ended_on=F("started_on"))
        return others.filter(present, started_on__lt=self.ended_on or date.max).exclude(never).exists()
