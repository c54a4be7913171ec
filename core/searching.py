"""Searching for a person without putting the name into the address of the page.

Addresses are logged on the way and kept by browsers, so no name or email address of a person stands in one. A search
for people is sent by POST; what was typed waits in the session under a number, and the page that is led to names the
number. It is an ordinary page: it is paged, gone back to and drawn again as any other.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

SOUGHT, NUMBER = "sought", "search"
MOST = 20
"""Searches that a session keeps: enough for going back, and for several windows."""
NOT_ASKED = ("csrfmiddlewaretoken", "page")


def address_of(request: HttpRequest, *, typed: str) -> str:
    """Where this page shows what was searched for by POST; what stands in the field `typed` is kept out of it."""
    asked = {name: value for name, value in request.POST.items() if value and name not in {typed, *NOT_ASKED}}
    words = request.POST.get(typed, "").strip()
    query = urlencode({**asked, NUMBER: _keep(request, words)} if words else asked)
    return f"{request.path}?{query}" if query else request.path


def asked_for(request: HttpRequest, *, typed: str) -> QueryDict:
    """What a page is asked for, with the words of its search put back. A name in the address itself is not heeded."""
    asked = request.GET.copy()
    asked.pop(typed, None)
    words = _kept(request).get(request.GET.get(NUMBER, ""))
    if words:
        asked[typed] = words
    return asked


def _kept(request: HttpRequest) -> Mapping[str, str]:
    kept: Mapping[str, str] = request.session.get(SOUGHT, {})
    return kept


def _keep(request: HttpRequest, words: str) -> str:
    kept = dict(_kept(request))
    number = str(max(map(int, kept), default=0) + 1)
    newest = sorted([*kept, number], key=int)[-MOST:]
    kept[number] = words
    request.session[SOUGHT] = {each: kept[each] for each in newest}
    return number
