"""Nobody gets in unless the view says so (G1)."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from . import services, sessions
from .addresses import sign_in_address
from .models import User
from .permissions import PUBLIC, SIGNING_IN, asked_for_by_itself, permission_of
from .rules import Ended, Role


class AccessMiddleware:
    """Deny by default: password, second factor, a session still running, and a role that the view names.

    Stands right after OTPMiddleware. A view that names nobody is refused (and `manage.py check` fails). Every page
    is marked not to be stored, so that the back button shows nothing after signing out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        allowed = permission_of(view)
        if allowed == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        user = request.user
        if why := sessions.ended(request, user):
            logout(request)
            return _to_sign_in(request, why)
        if allowed == SIGNING_IN:
            return None
        return _check(request, user, allowed, counts_as_use=not asked_for_by_itself(view))


def _check(
    request: HttpRequest, user: User, allowed: frozenset[Role] | str | None, *, counts_as_use: bool
) -> HttpResponseBase | None:
    if not user.is_verified():  # type: ignore[attr-defined]  # OTPMiddleware puts it there
        return redirect("second-factor")
    if counts_as_use:
        sessions.note_use(request.session, user)
    if isinstance(allowed, frozenset) and user.role in allowed:
        return None
    return _refuse(request, user)


def _to_sign_in(request: HttpRequest, why: Ended | None = None) -> HttpResponseBase:
    if request.headers.get("Sec-Fetch-Dest") == "empty":  # a script asked, not a person: no page to send it to
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    return redirect(sign_in_address(request, why))


def _refuse(request: HttpRequest, user: User) -> HttpResponse:
    match = request.resolver_match
    services.record_refusal(user=user, page=match.view_name if match else "")
    return render(request, "accounts/refused.html", status=HTTPStatus.FORBIDDEN)
