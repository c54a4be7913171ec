"""Access codes and the checks made against them (A1 to A12). No field here can be read as a code."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.crypto import Sealed
from providers.models import Provider, Spoc

from .rules.alphabet import LENGTH
from .rules.calendar import LONDON, in_force_from
from .rules.copies import How
from .rules.watch import Ended, Kind


class AccessCode(models.Model):
    """A prime's code from one moment until its cycle ends, sealed; in time stopped, and destroyed.

    The sealed parts are the only facts that may change: to another key, or to nothing when it is destroyed.
    """

    prime = models.ForeignKey(Provider, models.PROTECT, related_name="access_codes")
    issued_on = models.DateField()
    in_force_from = models.DateTimeField()
    key_id = models.CharField(max_length=60, blank=True)
    nonce = models.BinaryField(max_length=12, blank=True)
    ciphertext = models.BinaryField(max_length=64, blank=True)
    fingerprint = models.BinaryField(max_length=32, null=True, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    stopped_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-in_force_from", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["prime", "in_force_from"], name="code_once_a_cycle"),
            models.UniqueConstraint(fields=["id", "prime"], name="code_of_prime"),
            models.CheckConstraint(
                condition=(
                    Q(destroyed_at__isnull=True, fingerprint__isnull=False)
                    & ~Q(key_id="") & ~Q(nonce=b"") & ~Q(ciphertext=b"")
                ) | Q(destroyed_at__isnull=False, fingerprint__isnull=True, key_id="", nonce=b"", ciphertext=b""),
                name="code_sealed_until_destroyed",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Access code {self.pk}"

    @property
    def given_out_on(self) -> date:
        """The day to show as that of its issue: a code made by a change is not as old as its month's issue."""
        by_change = self.in_force_from != in_force_from(self.issued_on)
        return self.made_at.astimezone(LONDON).date() if by_change else self.issued_on

    @property
    def given_up(self) -> bool:
        """Whether it was to follow another and was stopped before it began: it was never in force (decision 0185)."""
        return self.stopped_at is not None and self.stopped_at < self.in_force_from

    @property
    def sealed(self) -> Sealed:
        return Sealed(self.key_id, bytes(self.nonce), bytes(self.ciphertext))


class Challenge(models.Model):
    """Three positions asked of a caller, and whether the answer was right; never what the answer was (A2, A3, A5).

    `code` is the one that the answer was judged by: the code in force when it was given. `last_months` says that a
    wrong answer was right by the code of the month before (A13).
    """

    prime = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    code = models.ForeignKey(AccessCode, models.PROTECT, null=True, related_name="challenges")
    positions: "ArrayField[list[int], list[int]]" = ArrayField(models.PositiveSmallIntegerField(), size=3)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    passed = models.BooleanField(null=True)
    last_months = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "passed"], name="challenge_and_result"),
            models.CheckConstraint(
                condition=Q(last_months=False) | Q(passed__isnull=False, passed=False),
                name="challenge_last_months_is_a_failure",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, passed__isnull=True, code__isnull=True)
                | Q(answered_at__isnull=False, passed__isnull=False, code__isnull=False),
                name="challenge_answered_together",
            ),
        ]
        indexes = [
            models.Index(F("prime"), F("id").desc(), name="challenge_latest"),
            models.Index(F("prime"), F("answered_at").desc(), name="challenge_answered"),
        ]

    def __str__(self) -> str:
        return f"Challenge {self.pk}"


class Copy(models.Model):
    """A code as sent to one SPoC: a document, and the unlock code that opens it (A7, A8, A12).

    The document is made when it is sent, and never kept. `number` counts up when it is sent again.
    """

    spoc = models.ForeignKey(Spoc, models.PROTECT, related_name="copies")
    code = models.ForeignKey(AccessCode, models.PROTECT, related_name="copies")
    number = models.PositiveSmallIntegerField(default=1)
    key_id = models.CharField(max_length=60, blank=True)
    nonce = models.BinaryField(max_length=12, blank=True)
    ciphertext = models.BinaryField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_how = models.CharField(max_length=20, null=True)  # noqa: DJ001 - null until it is acknowledged
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["spoc", "code", "number"], name="copy_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="copy_counted_from_one"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_how__isnull=True, acknowledged_by__isnull=True)
                | Q(
                    acknowledged_at__isnull=False,
                    acknowledged_how__isnull=False,
                    acknowledged_how__in=[how.value for how in How],
                    acknowledged_by__isnull=False,
                ),
                name="copy_acknowledged_together",
            ),
            models.CheckConstraint(
                condition=(Q(destroyed_at__isnull=True) & ~Q(key_id="") & ~Q(nonce=b"") & ~Q(ciphertext=b""))
                | Q(destroyed_at__isnull=False, key_id="", nonce=b"", ciphertext=b""),
                name="copy_sealed_until_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"Copy {self.pk}"

    @property
    def about(self) -> str:
        """How its emails name it."""
        return f"copy:{self.pk}"

    @property
    def sealed(self) -> Sealed:
        return Sealed(self.key_id, bytes(self.nonce), bytes(self.ciphertext))


class Replacement(models.Model):
    """A code that took another's place before its month was over, and why (B3)."""

    old = models.OneToOneField(AccessCode, models.PROTECT, related_name="replaced_by")
    new = models.OneToOneField(AccessCode, models.PROTECT, related_name="replaces")
    reason = models.CharField(max_length=500)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="replacement_has_reason")]

    def __str__(self) -> str:
        return f"Replacement {self.pk}"


class Heard(models.Model):
    """That an agent heard what a caller said for one position of a code (A5). What was said is not kept."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    code = models.ForeignKey(AccessCode, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "code", "position"], name="heard_once"),
            models.CheckConstraint(condition=Q(position__range=(1, LENGTH)), name="heard_position"),
        ]

    def __str__(self) -> str:
        return f"Heard {self.pk}"


class Alert(models.Model):
    """Something that BMT is to look at, raised by one check (A13). `agent` is who heard most of a code, else null."""

    kind = models.CharField(max_length=40)
    prime = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    code = models.ForeignKey(AccessCode, models.PROTECT, related_name="+")
    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "kind"], name="alert_once_a_check"),
            models.UniqueConstraint(fields=["agent", "code"], name="alert_once_an_agent_and_code"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="alert_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=Kind.HEARD.value, agent__isnull=False)
                | (~Q(kind=Kind.HEARD.value) & Q(agent__isnull=True)),
                name="alert_names_who_heard",
            ),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="alert_seen_together",
            ),
        ]

    def __str__(self) -> str:
        return f"Alert {self.pk}"

    @property
    def about(self) -> str:
        """How its emails name it."""
        return f"alert:{self.pk}"


class Hold(models.Model):
    """A code that nobody can use until BMT releases it or issues a new one (A13).

    `ended_at` may lie ahead: a new code that starts later ends the hold then.
    """

    prime = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    code = models.ForeignKey(AccessCode, models.PROTECT, related_name="holds")
    challenge = models.OneToOneField(Challenge, models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_how = models.CharField(max_length=20, null=True)  # noqa: DJ001 - null until it has ended
    reason = models.CharField(max_length=500, null=True)  # noqa: DJ001 - null until it has ended

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(ended_at__isnull=True), name="hold_one_open_a_code"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_how__isnull=True, reason__isnull=True)
                | Q(ended_at__isnull=False, ended_how__isnull=False, ended_how=Ended.NEW_CODE.value)
                | (
                    Q(ended_at__isnull=False, ended_how__isnull=False, ended_how=Ended.RELEASED.value)
                    & Q(ended_by__isnull=False, reason__isnull=False)
                    & ~Q(reason="")
                ),
                name="hold_ended_together",
            ),
        ]

    def __str__(self) -> str:
        return f"Hold {self.pk}"

    @property
    def about(self) -> str:
        """How its emails name it."""
        return f"hold:{self.pk}"
