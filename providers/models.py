"""The approved provider list: who may call, for whom and from when to when (E1 to E4, E6).

Rows are ended, never deleted. Each carries a version, so that a change made from an old page is refused.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import F, Q, Value

from core import names

from .rules import names as company_names

NO_NULLS = [ProhibitNullCharactersValidator("Remove the characters that cannot be read")]


class Versioned(models.Model):
    """A row that two people may open at once: the version tells the later of them that it has changed."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Provider(Versioned):
    """An organisation on the approved list: a prime provider, a subcontractor, or both."""

    name = models.CharField(max_length=100, validators=NO_NULLS)
    name_words = models.CharField(max_length=250, editable=False, help_text="Folded, for searching.")
    name_key = models.CharField(max_length=250, editable=False, help_text="Folded, the same for every spelling.")
    is_prime = models.BooleanField(default=False)
    ended_on = models.DateField(null=True, blank=True, help_text="The first day off the list.")

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
            # What the rows of a prime point at, so that the database knows that theirs is one.
            models.UniqueConstraint(fields=["id", "is_prime"], name="provider_and_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)

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


class Contract(OfPrime):
    """A prime's contract for a programme (E2). Both days are included."""

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
            models.UniqueConstraint(
                fields=["prime", "programme"],
                condition=Q(ends_on__isnull=True),
                name="contract_one_open",
                violation_error_message="This prime already has a contract for this programme with no last day",
                violation_error_code="programme",
            ),
            models.UniqueConstraint(
                fields=["prime", "programme", "starts_on"],
                name="contract_once",
                violation_error_message="This prime already has a contract for this programme from this day",
                violation_error_code="starts_on",
            ),
        ]


class SupplyChain(OfPrime):
    """A subcontractor's time in a prime's supply chain (E2). Both days are included; periods never overlap."""

    subcontractor = models.ForeignKey(Provider, models.PROTECT, related_name="chains")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

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
                condition=~Q(prime=F("subcontractor")),
                name="supply_chain_of_others",
                violation_error_message="A prime provider is not in its own supply chain",
                violation_error_code="subcontractor",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        others = SupplyChain.objects.filter(prime=self.prime, subcontractor=self.subcontractor).exclude(pk=self.pk)
        if others.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=self.starts_on), starts_on__lte=self.ends_on or date.max
        ).exists():
            raise ValidationError(
                {"starts_on": "This organisation is already in the supply chain for some of these days"}
            )


class AuthorisedCaller(OfPrime):
    """A person of a prime's list of authorised callers, and the organisation that they work for (E3)."""

    company = models.ForeignKey(Provider, models.PROTECT, related_name="people")
    full_name = models.CharField(max_length=100, validators=NO_NULLS)
    name_key = models.CharField(max_length=250, editable=False)
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

    def set_keys(self) -> None:
        """Bring the folded name into step with the name."""
        self.full_name = " ".join(self.full_name.split())
        self.name_key = names.fold(self.full_name)[: company_names.LONGEST_FOLDED]


class Spoc(OfPrime):
    """A single point of contact of a prime: someone who signs in and sees that organisation only (WP 16)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="spoc",
        error_messages={"unique": "This person is a SPoC already"},
    )
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
        ]


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


class Withdrawal(OfPrime):
    """The service withdrawn from a prime for misuse, until it gives an assurance of compliance (E6)."""

    reason = models.TextField(max_length=2000, validators=NO_NULLS)
    withdrawn_at = models.DateTimeField(editable=False)
    assurance = models.TextField(max_length=2000, blank=True, validators=NO_NULLS)
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
                condition=Q(reinstated_at__isnull=True, assurance="")
                | (Q(reinstated_at__gte=F("withdrawn_at")) & ~Q(assurance="")),
                name="withdrawal_ends_with_assurance",
                violation_error_message="Enter the assurance of compliance that the provider gave",
                violation_error_code="assurance",
            ),
        ]
