"""Permission is denied unless a view says who may come in (G1).

Every view says so with `@allow(Role.AGENT, ...)`, one of the circles of roles below, `@anyone_signed_in` or `@public`;
a system check fails the build for one that does not, and the middleware refuses it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from .rules import Role

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNING_IN = "signing in"


def allow(*roles: Role) -> Callable[[View], View]:
    """Let these roles in, once the second factor is passed."""

    def mark(view: View) -> View:
        view.allowed = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


# The circles that more than one room has pages for. A room's own are said in that room.
bmt_only = allow(Role.BMT)
spoc_only = allow(Role.SPOC)
team_leaders_only = allow(Role.TEAM_LEADER)
bmt_or_auditor = allow(Role.BMT, Role.AUDITOR)
overseers = allow(Role.BMT, Role.TEAM_LEADER, Role.PERFORMANCE_MANAGER, Role.AUDITOR)


def anyone_signed_in(view: View) -> View:
    """Let every role in, once the second factor is passed."""
    return allow(*Role)(view)


def public(view: View) -> View:
    """Let in people who have not signed in."""
    view.allowed = PUBLIC  # type: ignore[attr-defined]
    return view


def signing_in(view: View) -> View:
    """Let in people whose password is checked and whose second factor is not yet."""
    view.allowed = SIGNING_IN  # type: ignore[attr-defined]
    return view


def by_itself(view: View) -> View:
    """Mark a view that an open page asks for by itself: it puts off no time-out, for nobody need be there."""
    view.by_itself = True  # type: ignore[attr-defined]
    return view


def asked_for_by_itself(view: Callable[..., Any]) -> bool:
    return bool(getattr(view, "by_itself", False))


def permission_of(view: Callable[..., Any]) -> frozenset[Role] | str | None:
    """Who may use this view: a set of roles, PUBLIC, SIGNING_IN, or None where nobody said. Class views too."""
    stated = getattr(view, "allowed", None)
    if stated is None:
        stated = getattr(getattr(view, "view_class", None), "allowed", None)
    return stated if isinstance(stated, frozenset) or stated in {PUBLIC, SIGNING_IN} else None
