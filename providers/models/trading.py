"""For which programmes a prime has contracts, and who trades with it (E2)."""

from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from ..rules.ending import EndReason
from .base import END_REASONS, OfPrime, Provider

Kept = TypeVar("Kept", "Contract", "SupplyChain")


class Contract(OfPrime):
    """A prime's contract for a programme (E2). Both days are included; periods never overlap."""

    # No list of programmes here: a third one is a new policy, not a migration (P1).
    programme = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["programme", "-starts_on", "id"]
        default_related_name = "contracts"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="contract_dates_in_order",
                violation_error_message="The last day must be the same as or after the first day",
                violation_error_code="ends_on",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        others = Contract.objects.filter(prime=self.prime, programme=self.programme).exclude(pk=self.pk)
        if _any_meanwhile(others, self):
            raise ValidationError(
                {"starts_on": "This prime provider already has a contract for this programme for some of these days"}
            )


class SupplyChain(OfPrime):
    """A subcontractor's time in a prime's supply chain (E2). Both days are included; periods never overlap."""

    subcontractor = models.ForeignKey(Provider, models.PROTECT, related_name="chains")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, blank=True, choices=END_REASONS)

    class Meta:
        ordering = ["subcontractor__name_words", "-starts_on", "id"]
        default_related_name = "supply_chain"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="supply_chain_dates_in_order",
                violation_error_message="The last day must be the same as or after the first day",
                violation_error_code="ends_on",
            ),
            models.CheckConstraint(
                condition=Q(end_reason="")
                | Q(end_reason__in=[each.value for each in EndReason], ends_on__isnull=False),
                name="supply_chain_ended_for_a_reason",
                violation_error_message="Enter the last day",
                violation_error_code="ends_on",
            ),
            models.CheckConstraint(
                condition=~Q(prime=F("subcontractor")),
                name="supply_chain_of_others",
                violation_error_message="A prime provider is not in its own supply chain",
                violation_error_code="subcontractor",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        others = SupplyChain.objects.filter(prime=self.prime, subcontractor=self.subcontractor).exclude(pk=self.pk)
        if _any_meanwhile(others, self):
            raise ValidationError(
                {"starts_on": "This organisation is already in the supply chain for some of these days"}
            )


def _any_meanwhile(others: models.QuerySet[Kept], row: Kept) -> bool:
    """Whether one of the others has a day of the row's; a row whose first day could not be read is refused for that."""
    if row.starts_on is None:
        return False
    present = Q(ends_on__isnull=True) | Q(ends_on__gte=row.starts_on)
    return others.filter(present, starts_on__lte=row.ends_on or date.max).exists()
