"""Pages for what went wrong. They are drawn without the request, so that no fault can stop them: no context
processor runs, and neither the session nor the database is asked."""

import logging
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from core.context import demonstration

log = logging.getLogger(__name__)

HEADINGS: Final = {
    "400": "Sorry, that did not work",
    "403": "You cannot open this page",
    "403_csrf": "Open the page again",
    "404": "Page not found",
    "429": "Too many tries",
    "500": "Sorry, there is a fault",
}


def error_page(name: str, **context: object) -> HttpResponse:
    """The page `errors/<name>.html` with its status."""
    html = render_to_string(f"errors/{name}.html", {"heading": HEADINGS[name], **demonstration(), **context})
    response = HttpResponse(html, status=int(name[:3]))
    add_never_cache_headers(response)
    return response


def bad_request(_request: HttpRequest, _exception: Exception | None = None, **_kwargs: object) -> HttpResponse:
    return error_page("400")


def permission_denied(_request: HttpRequest, _exception: Exception | None = None, **_kwargs: object) -> HttpResponse:
    return error_page("403")


def not_found(_request: HttpRequest, _exception: Exception | None = None, **_kwargs: object) -> HttpResponse:
    return error_page("404")


def server_error(_request: HttpRequest) -> HttpResponse:
    return error_page("500")


def csrf_failure(_request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from a page that is too old, or from elsewhere. The reason is for the log."""
    log.warning("Form refused: %s", reason)
    return error_page("403_csrf")


def too_many_tries(wait: str = "") -> HttpResponse:
    """For throttles. `wait` completes "Try again ...", such as "in 15 minutes"."""
    return error_page("429", wait=wait)
