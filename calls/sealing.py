"""The only place where what a caller was told is closed up or opened."""

from core import crypto
from core.sealed import SealedColumn

from .models import Advice


def seal(text: str, *, participant_id: int) -> crypto.Sealed:
    """Encrypt what was told, bound to its participant: it does not open on another row."""
    return crypto.seal(text.encode(), bound_to=_bound_to(participant_id))


def unseal(advice: Advice) -> str:
    """What was told. Raises core.crypto's UnknownKey and Tampered."""
    sealed = crypto.Sealed(advice.told_key_id, bytes(advice.told_nonce), bytes(advice.told_ciphertext))
    return crypto.unseal(sealed, bound_to=_bound_to(advice.participant_id)).decode()


def _bound_to(participant_id: int) -> str:
    return f"advice:{participant_id}"


COLUMN = SealedColumn(
    "what callers were told", "calls.Advice", lambda advice: _bound_to(advice.participant_id), prefix="told_"
)
