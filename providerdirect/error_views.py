"""Pages for what went wrong. They are drawn without the request, so that no fault can stop them: no context
processor runs, and neither the session nor the database is asked."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from core.context import demonstration

HEADINGS: Final = {
    "400": "Sorry, that did not work",
    "403": "You cannot open this page",
    "404": "Page not found",
    "405": "There is no page here to open",
    "413": "Sorry, that is too much at once",
    "500": "Sorry, there is a fault",
}


def error_page(name: str, **facts: object) -> HttpResponse:
    """The page `errors/<name>.html` with its status, and what more it says."""
    html = render_to_string(f"errors/{name}.html", {"heading": HEADINGS[name], **facts} | demonstration())
    response = HttpResponse(html, status=int(name))
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
