"""The kinds of email, and who makes the text of each. A room registers its own when it is ready (`AppConfig.ready`).

    kinds.register("unlock code", compose_unlock_code)

`compose_unlock_code(notice) -> Content` is called in the worker each time the email is tried, outside any transaction.
It raises NotWanted where the email should not go any more. A kind without a composer is posted with its text.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Notice

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Attachment:
    """A file that goes with an email."""

    name: str
    content: bytes = field(repr=False)
    media_type: str = WORD


@dataclass(frozen=True)
class Content:
    """What an email says. Its text is in nobody's `repr`: it may hold a secret."""

    subject: str
    text: str = field(repr=False)
    attachments: tuple[Attachment, ...] = ()


class NotWanted(Exception):
    """Raised by a composer: what the email was about is over, so it is withdrawn instead of being sent."""


class NothingToSay(LookupError):
    """An email of a kind that has no composer, posted without a text."""


Composer = Callable[["Notice"], Content]
_composers: dict[str, Composer] = {}


def register(kind: str, composer: Composer) -> None:
    """Let this composer make the emails of a kind. Registering one again replaces it."""
    _composers[kind] = composer


def composer_of(kind: str) -> Composer | None:
    return _composers.get(kind)
