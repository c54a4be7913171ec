"""Nothing large is read before it is known who sends it: what is read is kept in memory, or in /tmp, which is memory.

Django reads a form when its token is checked, before any view can say who may send it. So this asks first. No other
middleware before the views reads what was sent, so it need not be the first; it stands where its answer is written into
the log and gets the headers of every page.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from core.uploads import LARGEST_FILE_MB, LARGEST_REQUEST, LARGEST_UNKNOWN

from .error_views import error_page

PASSED_OVER = 64 * 1024**2
PIECE = 64 * 1024


class BodyLimit:
    """Answers 413 in place of a view where more is sent than the largest form needs, or nobody says how much."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        size = _stated_size(request)
        if size is not None and (size <= LARGEST_UNKNOWN or (_is_known(request) and size <= LARGEST_REQUEST)):
            return self.get_response(request)
        if size is not None and _is_known(request):
            _pass_over(request)
        return error_page("413", largest_mb=LARGEST_FILE_MB)


def _stated_size(request: HttpRequest) -> int | None:
    """How many bytes follow; None where they come in pieces without a sum, which Django would take for none at all."""
    if "HTTP_TRANSFER_ENCODING" in request.META:
        return None
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return None


def _is_known(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.is_authenticated and user.is_verified())


def _pass_over(request: HttpRequest) -> None:
    """Take what somebody we know sends and keep none of it: a browser that is cut off while sending shows no answer."""
    passed = 0
    while passed < PASSED_OVER and (piece := request.read(PIECE)):
        passed += len(piece)
