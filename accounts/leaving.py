"""What somebody would leave behind by signing out. Rooms above say so here, since this one knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from .models import User


@dataclass(frozen=True)
class Unfinished:
    """Something that goes on without its person: what to say of it, and where to go back to."""

    heading: str
    explanation: tuple[str, ...]
    address: str
    go_back: str


Look = Callable[[User], Unfinished | None]
_looks: list[Look] = []


def register(look: Look) -> None:
    """Ask this whenever somebody signs out."""
    if look not in _looks:
        _looks.append(look)


def unfinished(user: User) -> Unfinished | None:
    """The first thing that the person would leave behind; None where there is nothing."""
    return next((found for look in _looks if (found := look(user))), None)
