"""The only place where the text of an email is closed up or opened."""

from core import crypto
from core.sealed import SealedColumn

from .models import Notice


def seal(text: str, *, message_id: str) -> crypto.Sealed:
    """Encrypt a text, bound to its email: it does not open on another row."""
    return crypto.seal(text.encode(), bound_to=_bound_to(message_id))


def unseal(notice: Notice) -> str:
    """The text. Raises core.crypto's UnknownKey and Tampered."""
    return crypto.unseal(notice.sealed, bound_to=_bound_to(notice.message_id)).decode()


def _bound_to(message_id: str) -> str:
    return f"notice|{message_id}"


COLUMN = SealedColumn("emails", "notices.Notice", lambda notice: _bound_to(notice.message_id))
