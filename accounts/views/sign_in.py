"""Signing in: the password, then the second factor (G1)."""

from http import HTTPStatus

from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from core.methods import get_or_post

from .. import services, sessions
from ..addresses import safe_next
from ..forms import SignInForm
from ..leaving import unfinished
from ..models import User
from ..permissions import public, signing_in
from ..rules import ENDED_WORDS, Ended
from .whose import person_of

WRONG = "Enter the right email address and password. If you have forgotten them, ask the business management team."


@public
@sensitive_post_parameters("password")
@get_or_post
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated and request.method != "POST":
        return redirect("home")
    form = SignInForm(request.POST or None, initial={"next": request.GET.get("next", "")[:2000]})
    if request.method == "POST" and form.is_valid():
        email, password = form.cleaned_data["email"], form.cleaned_data["password"]
        user = authenticate(request, username=email, password=password)
        if isinstance(user, User):
            services.record_password_passed(user=user)
            sessions.begin(request, user, next_page=safe_next(request, form.cleaned_data["next"]))
            return redirect("second-factor")
        _record_refused(request, email)
        form.add_error(None, WRONG)
    return render(request, "accounts/sign_in.html", {"form": form, "ended": _ended(request)})


@signing_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session: the person's one session where it is that, and not where only the password was entered.

    Whoever would leave something open behind is asked first.
    """
    if request.user.is_verified():  # type: ignore[union-attr]
        left = None if "anyway" in request.POST else unfinished(person_of(request))
        if left:
            return render(request, "accounts/sign_out.html", {"unfinished": left})
        services.sign_out(user=person_of(request))
    logout(request)
    response = redirect("sign-in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def _record_refused(request: HttpRequest, email: str) -> None:
    """Once shut out, further tries are neither counted nor recorded: nobody fills the record by hammering."""
    if getattr(request, "axes_failures_since_start", None) is not None:
        services.record_sign_in_refused(email=email, locked_out=getattr(request, "axes_locked_out", False))


def _ended(request: HttpRequest) -> str:
    """In words, why the person was signed out; nothing for an address that somebody made up."""
    why = request.GET.get("why", "")
    return ENDED_WORDS[Ended(why)] if why in set(Ended) else ""
