"""The only place where a code is closed up or opened. Nothing that a page shows comes from here (A5, A11)."""

from datetime import UTC, datetime

from core import crypto
from core.sealed import SealedColumn

from .models import AccessCode, Copy


class CodeDestroyed(LookupError):
    """The code was destroyed: nothing is left to open."""


def seal(text: str, *, prime_id: int, in_force_from: datetime) -> crypto.Sealed:
    """Encrypt a code, bound to its prime and cycle: it does not open on another row (A11)."""
    return crypto.seal(text.encode(), bound_to=_bound_to(prime_id, in_force_from))


def fingerprint(text: str) -> bytes:
    """What tells that two codes are the same without opening either (A1)."""
    return crypto.fingerprint(text.encode(), purpose="access code")


def unseal(code: AccessCode) -> str:
    """The code itself. Raises CodeDestroyed, and core.crypto's UnknownKey and Tampered."""
    if code.destroyed_at is not None:
        raise CodeDestroyed("This access code was destroyed.")
    return crypto.unseal(code.sealed, bound_to=_bound_to(code.prime_id, code.in_force_from)).decode()


def seal_unlock_code(text: str, *, spoc_id: int, code_id: int, number: int) -> crypto.Sealed:
    """Encrypt what opens a document, bound to its copy (A8, A11)."""
    return crypto.seal(text.encode(), bound_to=_bound_to_copy(spoc_id, code_id, number))


def unseal_unlock_code(copy: Copy) -> str:
    """What opens the copy's document. Raises CodeDestroyed, and core.crypto's UnknownKey and Tampered."""
    if copy.destroyed_at is not None:
        raise CodeDestroyed("This unlock code was destroyed.")
    return crypto.unseal(copy.sealed, bound_to=_bound_to_copy(copy.spoc_id, copy.code_id, copy.number)).decode()


def _bound_to_copy(spoc_id: int, code_id: int, number: int) -> str:
    return f"unlock code|{spoc_id}|{code_id}|{number}"


def _bound_to(prime_id: int, in_force_from: datetime) -> str:
    return f"access code|{prime_id}|{in_force_from.astimezone(UTC).isoformat()}"


COLUMNS = (
    SealedColumn("access codes", "accesscodes.AccessCode", lambda code: _bound_to(code.prime_id, code.in_force_from)),
    SealedColumn(
        "unlock codes", "accesscodes.Copy", lambda copy: _bound_to_copy(copy.spoc_id, copy.code_id, copy.number)
    ),
)
