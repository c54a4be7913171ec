"""Sealing the record: what has been written so far can no longer be rewritten unseen (G2, decision 0025).

A chain is hashed event onto event, so its newest event stands for all of it. A chain's places are given out under
a lock that lasts until the transaction's end: where place n is to be seen, no earlier place can still appear. A
seal may therefore take the newest event of each chain that it can see, and need not wait for anything.
"""

import hashlib
import hmac
import json
import logging
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from .models import Seal

log = logging.getLogger(__name__)

# An event written before the last seal can come to light after it, when its transaction took long. Looking back a
# day finds it; and the first seal of each day looks at every chain, however old.
LOOK_BACK = "1 day"

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('audit:seal', 0))"

SINCE = """
SELECT coalesce(
    (SELECT (written_at - %s::interval)::text FROM audit_seal
     WHERE written_at::date = now()::date ORDER BY number DESC LIMIT 1),
    '-infinity'
)
"""

HEADS = """
SELECT head.chain, head.position, head.hash, head.id
FROM (
    SELECT DISTINCT ON (chain) chain, position, hash, id FROM audit_auditevent
    WHERE written_at >= (%(since)s)::timestamptz ORDER BY chain, position DESC
) AS head
WHERE NOT EXISTS (
    SELECT FROM audit_sealedhead AS sealed WHERE sealed.chain = head.chain AND sealed.position >= head.position
)
ORDER BY head.chain COLLATE "C"
"""

KEEP_HEADS = """
INSERT INTO audit_sealedhead (seal_id, chain, position, hash)
SELECT %s, * FROM unnest(%s::text[], %s::integer[], %s::bytea[])
"""

Head = tuple[str, int, bytes]


def keys() -> list[bytes]:
    """The present key, which seals, and after it those that sealed before, the latest of them first."""
    texts = [settings.AUDIT_KEY, *settings.AUDIT_KEYS_BEFORE]
    return [hashlib.sha256(b"audit seal:" + text.encode()).digest() for text in texts]


def digest_of(
    *, number: int, at: datetime, through_event: int, previous: bytes, heads: Iterable[Head], key: bytes
) -> bytes:
    """The keyed digest of a seal: over what it says, its heads and the seal before it (32 bytes)."""
    said = [number, int(at.timestamp() * 1_000_000), through_event, previous.hex()]
    listed = sorted([chain, position, bytes(digest).hex()] for chain, position, digest in heads)
    return hmac.new(key, json.dumps([said, listed]).encode(), hashlib.sha256).digest()


@transaction.atomic
def seal(*, at: datetime) -> Seal | None:
    """Seal every chain that has grown since it was last sealed; None where none has."""
    without_time_limit()
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        cursor.execute(SINCE, [LOOK_BACK])
        (since,) = cursor.fetchone()
        cursor.execute(HEADS, {"since": since})
        rows = [(chain, position, bytes(digest), event) for chain, position, digest, event in cursor.fetchall()]
    if not rows:
        return None
    made = _write(at, [row[:3] for row in rows], through_event=max(row[3] for row in rows))
    # The log leaves this database: a later reader can hold the record against it (verify_record --known).
    log.info("audit seal %s", made)
    return made


def without_time_limit() -> None:
    """In this transaction, let a statement take as long as it needs: the record only ever grows.

    The limit that spares a caller's patience would end these after a million events or a few, every time.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")


def _write(at: datetime, heads: list[Head], *, through_event: int) -> Seal:
    last = Seal.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    previous = bytes(last.digest) if last else b""
    digest = digest_of(number=number, at=at, through_event=through_event, previous=previous, heads=heads, key=keys()[0])
    made = Seal.objects.create(number=number, at=at, through_event=through_event, digest=digest)
    chains, positions, hashes = zip(*heads, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(KEEP_HEADS, [made.pk, list(chains), list(positions), list(hashes)])
    return made
