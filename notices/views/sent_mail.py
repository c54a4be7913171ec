"""What the mail catcher of a demonstration took in. Elsewhere: not found.

BMT reads it all, a SPoC what was sent to them. An email may hold an unlock code, so nobody else reads any.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.permissions import allow
from accounts.rules import Role
from accounts.views.whose import person_of

from .. import caught

PAGE_SIZE = 50
readers = allow(Role.BMT, Role.SPOC)


def in_a_demonstration(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Not found without demonstration mode and a mail catcher, and for an email that is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not caught.is_there():
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except caught.NoSuchLetter:
            raise Http404 from None

    return guarded


@readers
@require_safe
@in_a_demonstration
def letters(request: HttpRequest) -> HttpResponse:
    """Every email that this person may read, newest first."""
    page = Paginator(caught.names(to=_only_to(request)), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "letters": [caught.letter(name) for name in page.object_list]}
    return render(request, "notices/sent_mail.html", context)


@readers
@require_safe
@in_a_demonstration
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One email with its text and files."""
    return render(request, "notices/letter.html", {"letter": caught.letter(name, to=_only_to(request))})


@readers
@require_safe
@in_a_demonstration
def attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """A file that came with an email."""
    called, media_type, content = caught.attachment(name, number, to=_only_to(request))
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=called)
    return response


def _only_to(request: HttpRequest) -> str | None:
    """The one address whose emails this person may read; None: all of them."""
    person = person_of(request)
    return None if person.role == Role.BMT else person.email
