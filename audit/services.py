"""Writing the record. A row is written in the same transaction as what it records, or neither happens."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from core import clock

from .actions import Action
from .models import AuditEvent

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class NotInTransaction(RuntimeError):
    """An audit row was asked for outside the transaction of what it records."""


def record(
    action: Action,
    *,
    chain: str,
    actor: "AbstractBaseUser | None" = None,
    subject: str = "",
    detail: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEvent:
    """Append one event (G2). `chain` is "call:REF", "person:ID", "provider:ID" or a room's name.

    `detail` holds references, kinds and counts, never a name, number, code, answer or address.
    Raises NotInTransaction outside `transaction.atomic`.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(action)
    event = AuditEvent(  # type: ignore[misc]  # the person of AUTH_USER_MODEL: accounts stands above this room
        chain=chain, at=at or clock.now(), action=action, actor=actor, subject=subject,
        detail=detail or {}, position=0, previous_hash=b"", hash=b"",
    )  # fmt: skip
    event.save(force_insert=True)
    return event
