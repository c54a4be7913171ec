"""This room's part of changing the encryption key (A11): online, a few rows at a time, safe to kill and run again."""

from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from core import crypto

from .. import sealing
from ..models import AccessCode, Copy

Row = TypeVar("Row", AccessCode, Copy)
SEALED = ("key_id", "nonce", "ciphertext")


@transaction.atomic
def reseal(*, limit: int = 100) -> int:
    """Seal up to `limit` codes and as many unlock codes anew under the newest key; how many, 0 once none is left.

    Rows that another has in hand are passed over. Raises core.crypto's UnknownKey and Tampered.
    """
    newest = next(iter(crypto.key_ring()))
    codes = list(_old(AccessCode.objects.all(), newest)[:limit])
    for code in codes:
        _keep(code, sealing.seal(sealing.unseal(code), prime_id=code.prime_id, in_force_from=code.in_force_from))
    copies = list(_old(Copy.objects.all(), newest)[:limit])
    for copy in copies:
        text = sealing.unseal_unlock_code(copy)
        _keep(
            copy,
            sealing.seal_unlock_code(text, spoc_id=copy.spoc_id, code_id=copy.code_id, number=copy.number),
        )
    return len(codes) + len(copies)


def _old(rows: "QuerySet[Row]", newest: str) -> "QuerySet[Row]":
    rows = rows.exclude(key_id__in=["", newest]).order_by("id")
    return rows.select_for_update(skip_locked=True, no_key=True)


def _keep(row: AccessCode | Copy, sealed: crypto.Sealed) -> None:
    row.key_id, row.nonce, row.ciphertext = sealed.key_id, sealed.nonce, sealed.ciphertext
    row.save(update_fields=SEALED)
