"""The append-only record (G2): who did or saw what, when, in which call; never the values seen."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class AuditEvent(models.Model):
    """One recorded action. A trigger gives it its place in its chain and the hash that ties it to the last."""

    chain = models.CharField(max_length=60, help_text="Events of one chain are hashed one onto the next.")
    position = models.PositiveIntegerField(editable=False)
    at = models.DateTimeField()
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    action = models.CharField(max_length=60)  # one of Action: no list here, so that a new one is no migration
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=120, blank=True, help_text="A reference, never a name or number.")
    detail = models.JSONField(default=dict)
    previous_hash = models.BinaryField(max_length=32, editable=False)
    hash = models.BinaryField(max_length=32, editable=False)

    class Meta:
        ordering = ["chain", "position"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="audit_one_event_per_place"),
        ]
        indexes = [
            models.Index(fields=["at"], name="audit_by_time"),
            models.Index(fields=["actor", "at"], name="audit_by_actor"),
            models.Index(fields=["action", "id"], name="audit_by_action"),
            models.Index(fields=["written_at"], name="audit_by_writing"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.position}: {self.action}"


class Seal(models.Model):
    """A keyed digest over the heads of all chains, so that a rewritten record cannot be made whole again.

    It covers its own `heads` and the digest of the seal before it: `audit/sealing.py`, decision 0025.
    """

    number = models.PositiveBigIntegerField(unique=True, help_text="Counts without gaps from 1.")
    at = models.DateTimeField()
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    through_event = models.PositiveBigIntegerField(help_text="The newest event id that the seal covers.")
    digest = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}:{bytes(self.digest).hex()}"


class SealedHead(models.Model):
    """The newest event of a chain when it was sealed. By its hash it stands for all events before it."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="heads")
    chain = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["seal", "chain"]
        constraints = [models.UniqueConstraint(fields=["chain", "position"], name="audit_head_sealed_once")]

    def __str__(self) -> str:
        return f"{self.chain} {self.position}"
