"""Pages that say what went wrong."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from ..permissions import public

FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data", ""}


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was drawn before the last sign-in, or sent from somewhere else: nothing was saved.

    What no form of ours sends is not told that its page is old: there never was one.
    """
    if request.method != "POST" or request.content_type not in FORM_TYPES:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    return render(request, "accounts/out_of_date.html", {"page": _page_of(request)}, status=HTTPStatus.FORBIDDEN)


def _page_of(request: HttpRequest) -> str:
    """The page that the form stood on, where the browser names one of ours. The form's own address may be no page."""
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if ours else ""
