"""Is the record whole? Every chain, every seal, and the guards that keep both (G2).

Each check is one SQL statement, so that what is written meanwhile raises no false alarm.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection

from . import guarding
from .models import Seal
from .sealing import Head, digest_of, keys

CHAINS = """
SELECT (event).chain, (event).position, before_position, before_hash, (event).previous_hash,
       (event).hash = audit_event_hash(event) AS as_written
FROM (
    SELECT e AS event, coalesce(lag(e.position) OVER chain, 0) AS before_position,
           coalesce(lag(e.hash) OVER chain, ''::bytea) AS before_hash
    FROM audit_auditevent AS e WINDOW chain AS (PARTITION BY e.chain ORDER BY e.position)
) AS events
WHERE (event).position <> before_position + 1
   OR (event).previous_hash <> before_hash
   OR (event).hash <> audit_event_hash(event)
ORDER BY (event).chain, (event).position
"""

SEALED = """
SELECT head.chain, head.position, seal.number, event.id IS NULL AS gone
FROM audit_sealedhead AS head
JOIN audit_seal AS seal ON seal.id = head.seal_id
LEFT JOIN audit_auditevent AS event ON event.chain = head.chain AND event.position = head.position
WHERE event.id IS NULL OR event.hash <> head.hash
ORDER BY head.chain, head.position
"""

HEADS = """
SELECT seal.id, head.chain, head.position, head.hash
FROM audit_seal AS seal JOIN audit_sealedhead AS head ON head.seal_id = seal.id ORDER BY seal.number
"""

COUNTS = """
SELECT (SELECT count(*) FROM audit_auditevent),
       (SELECT count(DISTINCT chain) FROM audit_auditevent),
       (SELECT count(*) FROM audit_auditevent AS event WHERE NOT EXISTS (
            SELECT FROM audit_sealedhead AS head
            WHERE head.chain = event.chain AND head.position >= event.position))
"""


@dataclass(frozen=True)
class Fault:
    """Something wrong: where, and what. `chain` is blank for what concerns no chain."""

    what: str
    chain: str = ""
    position: int | None = None

    def __str__(self) -> str:
        where = f"{self.chain}, place {self.position}: " if self.chain else ""
        return f"{where}{self.what}"


@dataclass(frozen=True)
class Size:
    """How much there is: events, chains, and events that no seal covers yet."""

    events: int
    chains: int
    unsealed: int


def faults(known: tuple[int, bytes] | None = None) -> Iterator[Fault]:
    """Everything that is wrong with the record, guards first. `known` is a seal's number and digest as logged."""
    yield from map(Fault, guarding.faults())
    yield from _chain_faults()
    yield from _seal_faults(known)
    yield from _sealed_event_faults()


def size() -> Size:
    (row,) = _rows(COUNTS)
    return Size(*row)


def _chain_faults() -> Iterator[Fault]:
    for chain, position, before, before_hash, previous, as_written in _rows(CHAINS):
        if position != before + 1:
            missing = f"{before + 1} to {position - 1}" if position - before > 2 else f"{before + 1}"
            yield Fault(f"missing before it: {missing}", chain, position)
        elif bytes(previous) != bytes(before_hash):
            yield Fault("does not follow from the event before it", chain, position)
        if not as_written:
            yield Fault("was changed after it was written", chain, position)


def _seal_faults(known: tuple[int, bytes] | None) -> Iterator[Fault]:
    seals = list(Seal.objects.order_by("number"))
    heads = {
        seal_id: [(chain, position, bytes(digest)) for _, chain, position, digest in rows]
        for seal_id, rows in groupby(_rows(HEADS), key=lambda row: row[0])
    }
    ring = keys()
    expected, previous, place = 1, b"", len(ring) - 1
    for seal in seals:
        if seal.number != expected:
            yield Fault(f"seals {expected} to {seal.number - 1} are missing")
        made_with = _made_with(seal, previous, heads.get(seal.pk, []), ring, place)
        if made_with is None:
            yield Fault(f"seal {seal.number} does not hold: it, what it covers or AUDIT_KEY was changed")
        else:
            place = made_with
        expected, previous = seal.number + 1, bytes(seal.digest)
    if seals and place:
        yield Fault("the last seal was made with an earlier AUDIT_KEY: `manage.py rotate_keys` seals with the present")
    if known and not any(seal.number == known[0] and bytes(seal.digest) == known[1] for seal in seals):
        yield Fault(f"seal {known[0]} is missing, or is not the one that was logged")


def _made_with(seal: Seal, previous: bytes, heads: list[Head], ring: list[bytes], place: int) -> int | None:
    """Which key of the ring made the seal, at `place` or newer: once a newer key seals, an older one never does again.

    The first seal of a newer key covers all before it, so whoever holds an older key cannot rewrite those either.
    """
    for tried in range(place, -1, -1):
        digest = digest_of(
            number=seal.number, at=seal.at, through_event=seal.through_event, previous=previous, heads=heads,
            key=ring[tried],
        )  # fmt: skip
        if hmac.compare_digest(digest, bytes(seal.digest)):
            return tried
    return None


def _sealed_event_faults() -> Iterator[Fault]:
    for chain, position, number, gone in _rows(SEALED):
        what = "was deleted" if gone else "was rewritten, with all that follows from it,"
        yield Fault(f"{what} after seal {number}", chain, position)


def _rows(statement: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
