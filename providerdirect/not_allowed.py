"""An address that was asked for in a way that it does not take answers with a page, not with a blank sheet.

It is what somebody sees who opens the address of a button, which is in no link of ours: from the browser's history, or
after signing in again.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from .error_views import error_page


class NotAllowedPage:
    """Puts a page into every empty answer 405; the header that says what is taken stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        page = error_page("405")
        page["Allow"] = response.headers.get("Allow", "")
        return page
