"""Encryption keys for tests: `with ring("new", "old"):` seals under the first and opens under all of them.

"demonstration" is the key that everything else in the tests is sealed under.
"""

import base64
import hashlib

from django.test import override_settings

from providerdirect.environment import DEMONSTRATION_ENCRYPTION_KEY


def ring(*key_ids: str) -> override_settings:
    """ENCRYPTION_KEYS of these ids: the same key for the same id each time."""
    return override_settings(ENCRYPTION_KEYS=",".join(f"{key_id}:{_encoded(key_id)}" for key_id in key_ids))


def _encoded(key_id: str) -> str:
    known = DEMONSTRATION_ENCRYPTION_KEY if key_id == "demonstration" else hashlib.sha256(key_id.encode()).digest()
    return base64.b64encode(known).decode()
