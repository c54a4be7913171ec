"""Guessing passwords is slow: wrong tries are counted by account and address, in the database (G1).

One account from one address is shut out after AXES_FAILURE_LIMIT wrong tries; an account from anywhere, and an
address for anyone, after more (an office shares one address). The words never say whether the account exists.
"""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOLERANCE = (1, 4, 10)
"""How much more than AXES_FAILURE_LIMIT is borne, in the order of AXES_LOCKOUT_PARAMETERS."""


class SignInThrottle(AxesDatabaseHandler):  # type: ignore[misc]
    """Axes' own handler with a limit for each kind of counting."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The count that is nearest to its limit, on the scale of AXES_FAILURE_LIMIT."""
        counts = [
            attempts.aggregate(failures=Sum("failures_since_start"))["failures"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        ]
        return max(count // borne for count, borne in zip(counts, TOLERANCE, strict=True))

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """A right password clears its own account's wrong tries from its own address, and no others.

        Axes would clear everybody's from that address: one password of one's own, typed after every fourth guess at
        a colleague's, and nobody would ever be shut out.
        """
        own, *_ = self.filter_user_attempts(request, credentials)
        cleared, _ = own.delete()
        return int(cleared)


def client_address(request: HttpRequest) -> str | None:
    """Where the request came from: past PROXY_COUNT proxies of ours, each of which adds what it saw on the right."""
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    count = settings.PROXY_COUNT
    if count and len(seen) >= count:
        return str(seen[-count])
    return str(request.META.get("REMOTE_ADDR") or "") or None


def too_many_attempts(
    request: HttpRequest, _response: HttpResponse | None = None, _credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """What someone who is shut out for a while sees."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "accounts/too_many_attempts.html", {"minutes": minutes}, status=429)
