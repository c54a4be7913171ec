"""One's own account: password, recovery codes, last sign-in (G1)."""

from typing import TypedDict

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from core.methods import get_or_post

from .. import selectors, services, sessions
from ..addresses import sign_in_address
from ..forms import ChangePasswordForm, OldPasswordForm
from ..permissions import anyone_signed_in
from .whose import moment, person_of

WRONG_PASSWORD = "That is not your present password"  # noqa: S105


@anyone_signed_in
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    own = selectors.own_account(user)
    rows = [
        ("Name", user.full_name),
        ("Email address", user.email),
        ("Role", capfirst(user.role)),
        ("Signed in before this", moment(own.last_sign_in) if own.last_sign_in else "This is the first time"),
        ("Password", "Not shown", reverse("change-password"), "Change"),
        ("Recovery codes", f"{own.recovery_codes_left} left", reverse("recovery-codes"), "Get new"),
    ]
    return render(request, "accounts/account.html", {"rows": rows, "own": own})


@anyone_signed_in
@sensitive_post_parameters("old", "password", "again")
@get_or_post
def change_password(request: HttpRequest) -> HttpResponse:
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.change_password(
                **_asking(request), old=form.cleaned_data["old"], password=form.cleaned_data["password"]
            )
        except services.WrongPassword:
            form.add_error("old", WRONG_PASSWORD)
        except services.SessionOver as over:
            return _signed_out(request, over)
        except ValidationError as weak:
            form.add_error("password", weak)
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, "Your password is changed")
            return redirect("account")
    return render(request, "accounts/change_password.html", {"form": form})


@anyone_signed_in
@sensitive_variables("codes")
@sensitive_post_parameters("old")
@get_or_post
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten codes, shown in the answer to this one request and kept nowhere. Again only with the password."""
    user = person_of(request)
    form = OldPasswordForm(request.POST or None) if selectors.has_recovery_codes(user) else None
    if request.method == "POST" and form is None:
        return _once(request, services.make_recovery_codes(user_id=user.pk))
    if request.method == "POST" and form and form.is_valid():
        try:
            return _once(request, services.renew_recovery_codes(**_asking(request), old=form.cleaned_data["old"]))
        except services.WrongPassword:
            form.add_error("old", WRONG_PASSWORD)
        except services.SessionOver as over:
            return _signed_out(request, over)
    return render(request, "accounts/recovery_codes.html", {"form": form})


@anyone_signed_in
@require_POST
def recovery_codes_kept(request: HttpRequest) -> HttpResponse:
    """The person has kept the codes: on to where they were going."""
    if not services.keep_recovery_codes(user_id=person_of(request).pk):
        return redirect("recovery-codes")
    messages.success(request, "Your recovery codes are ready to use")
    return redirect(request.session.pop(sessions.NEXT, "") or "home")


class Asking(TypedDict):
    """Whose request it is, and of which session: services refuse one that has ended meanwhile."""

    user_id: int
    session_token: str


def _asking(request: HttpRequest) -> Asking:
    user = person_of(request)
    return Asking(user_id=user.pk, session_token=user.session_token)


@sensitive_variables("codes")
def _once(request: HttpRequest, codes: tuple[str, ...]) -> HttpResponse:
    return render(request, "accounts/recovery_codes_once.html", {"codes": codes})


def _signed_out(request: HttpRequest, over: services.SessionOver) -> HttpResponse:
    logout(request)
    return redirect(sign_in_address(request, over.why))
