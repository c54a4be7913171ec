"""The link with which someone new, or someone whose second factor was reset, chooses a password (G1)."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from core.methods import get_or_post

from .. import services
from ..forms import NewPasswordForm
from ..permissions import public

MARK = "invitation"


@public
@require_safe
def follow(request: HttpRequest) -> HttpResponse:
    """Take the token out of the address at once, so that it is in no later page's address or referrer.

    The session's row holds its mark alone: who reads the database must find no link that works.
    """
    request.session[MARK] = services.invitation_mark(request.GET.get("token", ""))
    return redirect("accept-invitation")


@public
@sensitive_post_parameters("password", "again")
@get_or_post
def accept(request: HttpRequest) -> HttpResponse:
    """Choose a password. Reading the page uses nothing up; only the choice does."""
    mark = request.session.get(MARK, "")
    try:
        invitation = services.open_invitation(mark)
        form = NewPasswordForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            services.accept_invitation(mark=mark, password=form.cleaned_data["password"])
            del request.session[MARK]
            messages.success(request, "Your password is set. Sign in with it to set up your authenticator app.")
            return redirect("sign-in")
    except services.BadInvitation:
        return render(request, "accounts/invitation_over.html", status=HTTPStatus.GONE)
    except ValidationError as weak:
        form.add_error("password", weak)
    return render(request, "accounts/accept_invitation.html", {"form": form, "person": invitation.user})
