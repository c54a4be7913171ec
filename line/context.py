"""The outage that every page shows until it is ended (L5)."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.http import HttpRequest

from accounts.rules import Role
from core import clock
from programmes.policy import Policy
from providers.contracts import programmes_of
from providers.selectors import spoc_of

from .outages import present_outage


@dataclass(frozen=True)
class Banner:
    """What a page says of an outage. To those who have not signed in: that there is one, and how long; no more."""

    expected: str
    nature: str = ""
    to_do: str = ""
    outage_id: int | None = None
    role: str = ""
    programmes: tuple[Policy, ...] = ()

    @property
    def takes_calls(self) -> bool:
        """Whether it is for somebody who opens calls."""
        return self.role in {Role.AGENT, Role.TEAM_LEADER}

    @property
    def at_work(self) -> bool:
        """Whether it is for somebody of the service, and not of a provider."""
        return bool(self.role) and self.role != Role.SPOC


def outage(request: HttpRequest) -> dict[str, Any]:
    """For `line/_banner.html`. Its one query is made when a template first asks: a page without a banner makes none.

    A function, which templates call, and no lazy object: that would be woken by whoever looks at what kind it is.
    """
    return {"outage_banner": cache(lambda: _banner(request))}


def _banner(request: HttpRequest) -> Banner | None:
    present = present_outage()
    if present is None:
        return None
    now = clock.now()
    expected = present.expected(now)
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not getattr(user, "is_verified", lambda: False)():
        return Banner(expected)
    return Banner(expected, present.nature, present.to_do, present.outage_id, user.role, _programmes(user, now))


def _programmes(user: Any, now: datetime) -> tuple[Policy, ...]:
    """Those of a SPoC's own prime, on whichever page; others are told of none here."""
    spoc = spoc_of(user.pk, now) if user.role == Role.SPOC else None
    return programmes_of(spoc.prime_id, now.date()) if spoc else ()
