"""What every page shows besides its own content: navigation, the person signed in, demonstration mode."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from . import clock
from .navigation import NavLink, links_for


def console(request: HttpRequest) -> dict[str, Any]:
    """For `templates/base.html`. Nobody gets navigation before the second factor is passed."""
    return {"navigation": _navigation(request), **demonstration()}


def demonstration() -> dict[str, Any]:
    """Whether this is a demonstration, and its clock where that runs ahead. Needs no request and no database."""
    return {
        "demonstration": settings.DEMONSTRATION,
        "demonstration_clock": clock.now() if settings.CLOCK_AHEAD_SECONDS else None,
    }


def _navigation(request: HttpRequest) -> list[NavLink]:
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not getattr(user, "is_verified", lambda: True)():
        return []
    return links_for(role=user.role, path=request.path)
