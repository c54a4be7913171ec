"""What LMS and PRaP hold of participants, as the extracts bring it. Only `load_participants` writes here."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from programmes.types import PAYMENT_GROUPS, SIGNING_CYCLES, Weekday
from providers.models import Provider

from .rules.benefit import Benefit
from .rules.handling import SpecialHandling
from .rules.nino import PATTERN


def _one_of(field: str, values: Any) -> Q:
    return Q(**{f"{field}__in": list(values)}) | Q(**{f"{field}__isnull": True})


def _in_order(first: str, last: str) -> Q:
    return Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)})


class Person(models.Model):
    """Someone who was referred: one row a National Insurance number."""

    nino = models.CharField(max_length=9, unique=True)
    full_name = models.CharField(max_length=120)
    special_handling = models.CharField(max_length=5, null=True, choices=[(flag, flag) for flag in SpecialHandling])  # noqa: DJ001

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(condition=Q(nino__regex=PATTERN), name="person_nino_format"),
            models.CheckConstraint(condition=~Q(full_name=""), name="person_named"),
            models.CheckConstraint(
                condition=_one_of("special_handling", [flag.value for flag in SpecialHandling]),
                name="person_special_handling_known",
            ),
        ]


class Referral(models.Model):
    """A referral to a prime's programme, with the answers to the security questions (S2). Dates are LMS's."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="referrals", db_index=False)
    # No list of programmes here: a third one is a new policy, not a migration (P1).
    programme = models.CharField(max_length=20)
    prime = models.ForeignKey(Provider, models.PROTECT, related_name="+", db_index=False)
    reference = models.CharField(max_length=20, unique=True)
    referred_on = models.DateField()
    payment_group = models.PositiveSmallIntegerField(null=True)
    officer_name = models.CharField(max_length=120, blank=True)
    officer_initials = models.CharField(max_length=10, blank=True)
    signing_day = models.CharField(max_length=9, null=True)  # noqa: DJ001
    signing_cycle = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "prime", "programme", "referred_on"], name="referral_to_find")]
        constraints = [
            models.CheckConstraint(condition=_one_of("payment_group", PAYMENT_GROUPS), name="referral_payment_group"),
            models.CheckConstraint(
                condition=_one_of("signing_day", [day.value for day in Weekday]), name="signing_day"
            ),
            models.CheckConstraint(condition=_one_of("signing_cycle", SIGNING_CYCLES), name="signing_cycle"),
        ]


class Qualification(models.Model):
    """A selected qualification of a referral."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="qualifications", db_index=False)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "name"], name="qualification_once")]


class OfPerson(models.Model):
    """A row of a person's history. The unique constraint of each kind begins with the person, and is its index."""

    person = models.ForeignKey(Person, models.CASCADE, db_index=False)

    class Meta:
        abstract = True


class Employment(OfPerson):
    """A job. Those begun by the referral are the employment history; later ones are work taken up since."""

    employer = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        default_related_name = "employments"
        constraints = [
            models.UniqueConstraint(fields=["person", "employer", "started_on"], name="employment_once"),
            models.CheckConstraint(condition=_in_order("started_on", "ended_on"), name="employment_dates_in_order"),
        ]


class Address(OfPerson):
    """Where someone lived from one day to another; the last day is empty for the present address."""

    line_1 = models.CharField(max_length=120)
    line_2 = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=80)
    postcode = models.CharField(max_length=8)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        default_related_name = "addresses"
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(fields=["person", "started_on"], name="address_once"),
            models.UniqueConstraint(fields=["person"], condition=Q(ended_on__isnull=True), name="address_one_present"),
            models.CheckConstraint(condition=_in_order("started_on", "ended_on"), name="address_dates_in_order"),
        ]


class PhoneNumber(OfPerson):
    """A number at which someone can be reached now."""

    number = models.CharField(max_length=20)

    class Meta:
        default_related_name = "phone_numbers"
        constraints = [models.UniqueConstraint(fields=["person", "number"], name="phone_number_once")]


class Claim(OfPerson):
    """A claim to a benefit (`rules.benefit`)."""

    benefit = models.CharField(max_length=3, choices=[(benefit, benefit) for benefit in Benefit])
    started_on = models.DateField()
    last_day = models.DateField(null=True)
    dormant_from = models.DateField(null=True)
    reason_ended = models.CharField(max_length=120, blank=True)

    class Meta:
        default_related_name = "claims"
        constraints = [
            models.UniqueConstraint(fields=["person", "benefit", "started_on"], name="claim_once"),
            models.CheckConstraint(
                condition=Q(benefit__in=[benefit.value for benefit in Benefit]), name="claim_benefit_known"
            ),
            models.CheckConstraint(condition=_in_order("started_on", "last_day"), name="claim_dates_in_order"),
            models.CheckConstraint(
                condition=Q(dormant_from__isnull=True) | Q(dormant_from__gt=F("started_on")),
                name="claim_dormant_after_start",
            ),
        ]


class Change(OfPerson):
    """Another obvious change, in a sentence that an agent may read out (C4)."""

    noted_on = models.DateField()
    description = models.CharField(max_length=200)

    class Meta:
        default_related_name = "changes"
        constraints = [models.UniqueConstraint(fields=["person", "noted_on", "description"], name="change_once")]
