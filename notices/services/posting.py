"""Putting an email into the outbox, in the transaction of whoever has something to tell."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from .. import kinds, queue, sealing
from ..models import Notice


@transaction.atomic
def post(
    *,
    kind: str,
    recipient_id: int,
    about: str,
    at: datetime,
    not_before: datetime | None = None,
    subject: str = "",
    text: str = "",
) -> Notice:
    """Write an email to one person, to be sent after the caller's transaction (A9).

    Posted again for the same kind, recipient and thing, it gives the row that is there and changes nothing. The text is
    sealed; without one, the kind's composer makes it when it is sent. `not_before` holds it back until then.
    Raises NothingToSay without a text where the kind has no composer.
    """
    if not text and kinds.composer_of(kind) is None:
        raise kinds.NothingToSay(f"Emails of the kind {kind!r} need a text or a composer.")
    due = not_before or at
    fresh = Notice(
        kind=kind, recipient_id=recipient_id, about=about, message_id=_new_message_id(), subject=subject,
        created_at=at, not_before=due, queued_at=at if due <= at else None,
    )  # fmt: skip
    if text:
        sealed = sealing.seal(text, message_id=fresh.message_id)
        fresh.key_id, fresh.nonce, fresh.ciphertext = sealed.key_id, sealed.nonce, sealed.ciphertext
    # A row that another transaction is just writing is waited for, and no constraint is broken.
    Notice.objects.bulk_create([fresh], ignore_conflicts=True)
    notice = Notice.objects.get(kind=kind, recipient_id=recipient_id, about=about)
    if notice.message_id == fresh.message_id and notice.queued_at is not None:
        transaction.on_commit(lambda: queue.put(notice.pk), robust=True)
    return notice


def _new_message_id() -> str:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    return f"<{uuid4().hex}@{domain}>"
