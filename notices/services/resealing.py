"""The outbox's part of changing the encryption key (A11): online, a few rows at a time, safe to kill and run again."""

from django.db import transaction

from core import crypto

from .. import sealing
from ..models import Notice


@transaction.atomic
def reseal(*, limit: int = 100) -> int:
    """Seal up to `limit` texts anew under the newest key. Returns how many; 0 once none is left under an older one.

    Rows that another run has in hand are passed over. Raises core.crypto's UnknownKey and Tampered.
    """
    newest = next(iter(crypto.key_ring()))
    old = Notice.objects.exclude(key_id__in=["", newest]).order_by("id").select_for_update(skip_locked=True)[:limit]
    for notice in old:
        sealed = sealing.seal(sealing.unseal(notice), message_id=notice.message_id)
        notice.key_id, notice.nonce, notice.ciphertext = sealed.key_id, sealed.nonce, sealed.ciphertext
        notice.save(update_fields=["key_id", "nonce", "ciphertext"])
    return len(old)
