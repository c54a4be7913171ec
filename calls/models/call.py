"""A call and what was recorded in it. The call's place is derived from these facts, never stored beside them."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accesscodes.models import Challenge
from circumstances.models import Person, Referral
from circumstances.rules.advice import Comparison
from programmes.types import AdviceRow, DeclinedPurpose
from providers.models import AuthorisedCaller, Provider
from security.models import ParticipantCheck

from ..rules import MOST_PARTICIPANTS, MOST_TRIES, Detail, Identified, Outcome, Then


def _choices(enum: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in enum]


def _one_of(field: str, enum: Any) -> Q:
    return Q(**{f"{field}__in": [member.value for member in enum]})


class Call(models.Model):
    """One telephone call, from the ring to its one outcome (R3)."""

    ref = models.CharField(max_length=12, unique=True)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="calls")
    # No list of programmes here: a third one is a new policy, not a migration (P1).
    programme = models.CharField(max_length=20)
    telephony_reference = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    company_said = models.CharField(max_length=200, blank=True)
    caller_said = models.CharField(max_length=200, blank=True)
    prime_said = models.CharField(max_length=200, blank=True)
    company = models.ForeignKey(Provider, models.PROTECT, null=True, related_name="calls_from")
    prime = models.ForeignKey(Provider, models.PROTECT, null=True, related_name="calls_for")
    caller = models.ForeignKey(AuthorisedCaller, models.PROTECT, null=True, related_name="calls")
    eligible = models.BooleanField(null=True)
    reasons_against = ArrayField(models.CharField(max_length=60), null=True)

    route = models.CharField(max_length=10, null=True)  # noqa: DJ001 - not yet known is not the same as none
    declined = models.CharField(max_length=30, null=True, choices=_choices(DeclinedPurpose))  # noqa: DJ001
    challenge = models.OneToOneField(Challenge, models.PROTECT, null=True, related_name="call")

    no_more_at = models.DateTimeField(null=True)

    outcome = models.CharField(max_length=30, null=True, choices=_choices(Outcome))  # noqa: DJ001
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__isnull=True, ended_at__isnull=True)
                # Not null said as well: a condition that is neither true nor false lets a row pass.
                | (_one_of("outcome", Outcome) & Q(outcome__isnull=False, ended_at__isnull=False)),
                name="call_ends_with_one_outcome",
            ),
            models.UniqueConstraint(
                fields=["holder"], condition=Q(ended_at__isnull=True), name="call_one_open_for_each_agent"
            ),
            models.CheckConstraint(
                condition=~Q(eligible=True) | Q(company__isnull=False, prime__isnull=False, caller__isnull=False),
                name="call_eligible_means_matched",
            ),
            models.CheckConstraint(condition=Q(route__isnull=True) | Q(declined__isnull=True), name="call_one_purpose"),
            models.CheckConstraint(
                condition=Q(challenge__isnull=True) | Q(eligible__isnull=False, eligible=True, route__isnull=False),
                name="call_challenge_after_eligibility",
            ),
            models.UniqueConstraint(fields=["id", "challenge"], name="call_and_challenge"),
        ]
        indexes = [
            models.Index(fields=["-opened_at"], name="call_by_time"),
            models.Index(fields=["holder", "-opened_at"], name="call_by_holder"),
        ]

    def __str__(self) -> str:
        return self.ref


class Sought(models.Model):
    """One try at finding a participant that found nobody; after the last the place is taken (S10)."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="sought")
    number = models.PositiveSmallIntegerField()
    attempt = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "number", "attempt"], name="sought_once"),
            models.CheckConstraint(
                condition=Q(number__range=(1, MOST_PARTICIPANTS), attempt__range=(1, MOST_TRIES)),
                name="sought_within_limits",
            ),
        ]


class CallParticipant(models.Model):
    """One of at most ten people of a call (L2), who took a place when identified or given up as not found."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="participants")
    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="+")
    challenge_passed = models.BooleanField(default=True)
    number = models.PositiveSmallIntegerField()
    nino_said = models.CharField(max_length=9)
    nino_key = models.BinaryField(max_length=32)
    name_said = models.CharField(max_length=200)
    identified = models.CharField(max_length=10, choices=_choices(Identified))
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, related_name="+")
    security_check = models.OneToOneField(ParticipantCheck, models.PROTECT, null=True, related_name="participant")
    identified_at = models.DateTimeField()

    universal_credit = models.BooleanField(null=True)
    failed_on = models.DateField(null=True)
    told_in_advance = models.BooleanField(null=True)
    asked = ArrayField(models.CharField(max_length=12, choices=_choices(Detail)), null=True)
    accepted = ArrayField(models.CharField(max_length=12, choices=_choices(Detail)), null=True)
    address = models.CharField(max_length=12, null=True, choices=_choices(Comparison))  # noqa: DJ001
    phone = models.CharField(max_length=12, null=True, choices=_choices(Comparison))  # noqa: DJ001
    then = models.CharField(max_length=10, null=True, choices=_choices(Then))  # noqa: DJ001

    class Meta:
        ordering = ["call", "number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="participant_one_for_each_place"),
            models.CheckConstraint(condition=Q(number__range=(1, MOST_PARTICIPANTS)), name="participant_ten_at_most"),
            models.UniqueConstraint(fields=["call", "person"], name="participant_person_once"),
            models.UniqueConstraint(fields=["call", "nino_key"], name="participant_number_once"),
            models.CheckConstraint(condition=Q(challenge_passed=True), name="participant_after_access_code"),
            models.CheckConstraint(
                condition=Q(identified="not_found", person__isnull=True, referral__isnull=True)
                | Q(identified__in=["found", "blocked"], person__isnull=False, referral__isnull=False),
                name="participant_identified_or_not",
            ),
            models.CheckConstraint(
                condition=Q(identified="found", security_check__isnull=False)
                | (~Q(identified="found") & Q(security_check__isnull=True)),
                name="participant_checked_when_found",
            ),
            models.CheckConstraint(
                condition=Q(failed_on__isnull=True) | Q(security_check__isnull=False),
                name="participant_circumstances_after_check",
            ),
            models.CheckConstraint(
                condition=~Q(then="another") | Q(number__lt=MOST_PARTICIPANTS), name="participant_no_eleventh"
            ),
            models.UniqueConstraint(fields=["id", "security_check"], name="participant_and_check"),
        ]


class Advice(models.Model):
    """The advice given for one participant, with the facts it rests on, so that it can be replayed (C9)."""

    participant = models.OneToOneField(CallParticipant, models.PROTECT, primary_key=True, related_name="advice")
    security_check = models.OneToOneField(ParticipantCheck, models.PROTECT, related_name="+")
    check_passed = models.BooleanField(default=True)
    row = models.CharField(max_length=40, choices=_choices(AdviceRow))
    raise_doubt = models.BooleanField()
    facts = models.JSONField()
    table_version = models.PositiveSmallIntegerField()
    given_raise_doubt = models.BooleanField()
    departure_reason = models.CharField(max_length=500, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    told_key_id = models.CharField(max_length=40)
    told_nonce = models.BinaryField()
    told_ciphertext = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["given_at"], condition=~Q(departure_reason=""), name="advice_departures"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(check_passed=True), name="advice_after_passed_check"),
            models.CheckConstraint(
                condition=Q(given_raise_doubt=F("raise_doubt"), departure_reason="")
                | (~Q(given_raise_doubt=F("raise_doubt")) & ~Q(departure_reason="")),
                name="advice_departure_has_reason",
            ),
        ]


class Submission(models.Model):
    """A form that was taken: sent again, it is answered with the first result and changes nothing."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="submissions")
    token = models.UUIDField()
    accepted = models.BooleanField()
    result = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "token"], name="submission_once")]
