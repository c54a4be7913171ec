"""The outbox: what people outside are told by email, written in the transaction that causes it (A9)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.crypto import Sealed

from .rules import Reason, State


class Notice(models.Model):
    """One email to one person about one thing. The database holds it unique, so that nobody is told twice.

    Its text is sealed, or composed when it is sent (`notices.kinds`). `attempts` tells one claim from the next: a
    sender that was thought dead and wakes up finds that its claim is not the present one.
    """

    kind = models.CharField(max_length=60)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    about = models.CharField(max_length=60, help_text='What it is about, as a reference: "copy:12".')
    message_id = models.CharField(
        max_length=320, unique=True, help_text="The email's Message-ID, the same at each try."
    )
    subject = models.CharField(max_length=200, blank=True)
    key_id = models.CharField(max_length=60, blank=True)
    nonce = models.BinaryField(max_length=12, blank=True)
    ciphertext = models.BinaryField(blank=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=20, default=State.WAITING.value)
    not_before = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, help_text="When it was last put into the queue, which may lose it.")
    claimed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True, help_text="When the last try began to hand it to the mail server.")
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=80, blank=True, help_text="Why it is not sent: one of Reason.")
    reply = models.PositiveSmallIntegerField(
        null=True, help_text="The mail server's three-digit code, without its text."
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "recipient", "about"], name="notice_told_once"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="notice_state_known"),
            models.CheckConstraint(
                condition=Q(reason__in=["", *(reason.value for reason in Reason)]), name="notice_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(key_id="", nonce=b"", ciphertext=b"")
                | (~Q(key_id="") & ~Q(nonce=b"") & ~Q(ciphertext=b"")),
                name="notice_sealed_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENT.value, sent_at__isnull=False)
                | (~Q(state=State.SENT.value) & Q(sent_at__isnull=True)),
                name="notice_sent_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN.value, withdrawn_at__isnull=False)
                | (~Q(state=State.WITHDRAWN.value) & Q(withdrawn_at__isnull=True)),
                name="notice_withdrawn_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SENDING.value, State.UNCERTAIN.value])
                | Q(claimed_at__isnull=False, attempts__gt=0),
                name="notice_sending_is_claimed",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.UNCERTAIN.value) | Q(handed_over_at__isnull=False),
                name="notice_uncertain_was_handed_over",
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state=State.WAITING.value), name="notice_due"),
            models.Index(fields=["claimed_at"], condition=Q(state=State.SENDING.value), name="notice_under_way"),
            models.Index(fields=["state", "-id"], name="notice_by_state"),
            models.Index(fields=["kind", "about"], name="notice_by_subject"),
        ]

    def __str__(self) -> str:
        return f"Notice {self.pk}"

    @property
    def state_now(self) -> State:
        return State(self.state)

    @property
    def sealed(self) -> Sealed:
        return Sealed(self.key_id, bytes(self.nonce), bytes(self.ciphertext))
