"""A call belongs to its holder: whoever held it before is told so, and nobody else is told anything."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ..services.turn import CallNotHeld
from .selectors import passed_on

View = TypeVar("View", bound=Callable[..., Any])


def by_its_holder(view: View) -> View:
    """Answer CallNotHeld, raised by a page of a call, with a plain page for the former holder, else as not found."""

    @wraps(view)
    def held(request: HttpRequest, ref: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return view(request, ref, *args, **kwargs)
        except CallNotHeld:
            return _no_longer_yours(request, ref)

    return cast(View, held)


def _no_longer_yours(request: HttpRequest, ref: str) -> HttpResponse:
    call = passed_on(ref, former_id=request.user.pk or 0)
    if call is None:
        raise Http404
    ended, holder = call.ended_at is not None, call.holder.full_name
    context = {"ref": ref, "holder": holder, "ended": ended, "sent": request.method == "POST"}
    return render(request, "calls/team/no_longer_yours.html", context, status=HTTPStatus.FORBIDDEN)
