"""Addresses inside the console: where to send someone who has to sign in, and where they may go after."""

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from .rules import Ended

LONGEST = 500


def safe_next(request: HttpRequest, wanted: str) -> str:
    """`wanted` where it is a path of this console, or "" (an open redirect is never followed)."""
    if len(wanted) > LONGEST or not wanted.startswith("/"):
        return ""
    same = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if same and urlsplit(wanted).path not in _never() else ""


def sign_in_address(request: HttpRequest, why: Ended | None = None) -> str:
    """The sign-in page, remembering where this request came from and why its session ended."""
    query = {"next": safe_next(request, _page_of(request))}
    if why:
        query["why"] = why.value
    query = {key: value for key, value in query.items() if value}
    return reverse("sign-in") + (f"?{urlencode(query)}" if query else "")


def invitation_path(token: str) -> str:
    """The path of an invitation link. Its token stands in the query, which no log line holds."""
    return f"{reverse('follow-invitation')}?{urlencode({'token': token})}"


def _page_of(request: HttpRequest) -> str:
    """The page someone was on: for a form that was sent, the page that showed it."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    shown = urlsplit(request.headers.get("Referer", ""))
    if shown.path and shown.netloc == request.get_host():
        return shown.path + (f"?{shown.query}" if shown.query else "")
    return request.path


def _never() -> set[str]:
    return {reverse(name) for name in ("home", "sign-in", "sign-out", "second-factor")}
