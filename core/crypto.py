"""Encryption at rest: AES-256-GCM with keys that live outside the database and can be rotated."""

import base64
import binascii
import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12
LONGEST_ID = 40  # the narrowest column that keeps one


class UnknownKey(LookupError):
    """A record was sealed with a key that ENCRYPTION_KEYS no longer holds."""


class Tampered(ValueError):
    """A sealed record does not open: changed, or moved to another row."""


class BadKeyRing(ValueError):
    """ENCRYPTION_KEYS is missing, malformed or weak."""


@dataclass(frozen=True)
class Sealed:
    """What is stored of a secret: which key, the nonce and the ciphertext with its tag."""

    key_id: str
    nonce: bytes
    ciphertext: bytes


def parse_key_ring(raw: str) -> dict[str, bytes]:
    """Keys by id from "new:BASE64,old:BASE64"; the first seals, all open. Raises BadKeyRing."""
    ring: dict[str, bytes] = {}
    for entry in filter(None, (part.strip() for part in raw.split(","))):
        key_id, colon, encoded = entry.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            raise BadKeyRing(f"The encryption key {key_id!r} is not base64.") from None
        if not colon or not key_id or key_id in ring:
            raise BadKeyRing("Each encryption key needs an id of its own: id:BASE64.")
        if len(key_id) > LONGEST_ID:
            raise BadKeyRing(f"An encryption key's id has at most {LONGEST_ID} characters.")
        if len(key) != KEY_BYTES or len(set(key)) < KEY_BYTES // 4:
            raise BadKeyRing(f"The encryption key {key_id!r} must be {KEY_BYTES} random bytes.")
        ring[key_id] = key
    if not ring:
        raise BadKeyRing("At least one encryption key is needed: id:BASE64.")
    return ring


def key_ring() -> dict[str, bytes]:
    return parse_key_ring(settings.ENCRYPTION_KEYS)


def newest_key_id() -> str:
    """The key that seals from now on: the first of ENCRYPTION_KEYS."""
    return next(iter(key_ring()))


def seal(plaintext: bytes, *, bound_to: str) -> Sealed:
    """Encrypt under the newest key. `bound_to` names the row and is needed again to open it.

    Where it is kept, the column is registered in `core/sealed.py`, so that rotation finds it.
    """
    key_id, key = next(iter(key_ring().items()))
    nonce = os.urandom(NONCE_BYTES)
    return Sealed(key_id, nonce, AESGCM(key).encrypt(nonce, plaintext, _associated(key_id, bound_to)))


def unseal(sealed: Sealed, *, bound_to: str) -> bytes:
    """Decrypt. Raises UnknownKey, or Tampered where the record or its row was changed."""
    try:
        key = key_ring()[sealed.key_id]
    except KeyError:
        raise UnknownKey(f"No encryption key with the id {sealed.key_id!r}.") from None
    try:
        return AESGCM(key).decrypt(bytes(sealed.nonce), bytes(sealed.ciphertext), _associated(sealed.key_id, bound_to))
    except InvalidTag:
        raise Tampered("A sealed record does not open.") from None


def fingerprint(value: bytes, *, purpose: str) -> bytes:
    """A keyed digest that finds equal secrets without opening them (32 bytes)."""
    key = hashlib.sha256(b"fingerprint:" + settings.FINGERPRINT_KEY.encode()).digest()
    return hmac.new(key, purpose.encode() + b"\0" + value, hashlib.sha256).digest()


def _associated(key_id: str, bound_to: str) -> bytes:
    return f"{key_id}|{bound_to}".encode()
