"""The second factor: an app's six digits or a recovery code, and setting the app up (G1)."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.debug import sensitive_post_parameters

from core import clock
from core.methods import get_or_post

from .. import selectors, services, sessions, totp
from ..forms import CodeForm, RecoveryCodeForm
from ..permissions import signing_in
from ..rules import too_soon
from .whose import person_of

ENROLMENT = "enrolment"
WRONG_CODE = "That code is not right. Enter the code that your app shows now: each code works once"
WRONG_RECOVERY_CODE = "That code is not right, or was used before. Enter another of your recovery codes"

private = sensitive_post_parameters("code")


@signing_in
@private
@get_or_post
def second_factor(request: HttpRequest) -> HttpResponse:
    """Six digits from the app."""
    if request.user.is_verified():  # type: ignore[union-attr]
        return redirect("home")
    if not selectors.has_app(person_of(request)):
        return redirect("enrol")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        passed = _try(form, WRONG_CODE, lambda: services.pass_totp(user_id=person_of(request).pk, code=code))
        if passed:
            return go_on(request, passed)
    return _answer(request, "accounts/second_factor.html", form)


@signing_in
@private
@get_or_post
def recovery_code(request: HttpRequest) -> HttpResponse:
    """One of the codes that were kept, for someone without the phone."""
    if request.user.is_verified():  # type: ignore[union-attr]
        return redirect("home")
    form = RecoveryCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        user_id = person_of(request).pk
        passed = _try(form, WRONG_RECOVERY_CODE, lambda: services.use_recovery_code(user_id=user_id, code=code))
        if passed:
            return go_on(request, passed)
    return _answer(request, "accounts/recovery_code.html", form)


@signing_in
@private
@get_or_post
def enrol(request: HttpRequest) -> HttpResponse:
    """Set up the app: scan or type the secret, then prove it with the first code. Never again once proved."""
    user_id = person_of(request).pk
    form = CodeForm(request.POST or None)
    try:
        if request.method == "POST" and form.is_valid():
            code, mark = form.cleaned_data["code"], request.session.get(ENROLMENT, "")
            passed = _try(form, WRONG_CODE, lambda: services.confirm_totp(user_id=user_id, mark=mark, code=code))
            if passed:
                return go_on(request, passed)
        enrolment = services.start_enrolment(user_id=user_id, mark=request.session.get(ENROLMENT, ""))
    except services.AlreadyEnrolled:
        return redirect("second-factor")
    except services.EnrolmentReplaced:
        return redirect("enrol")
    request.session[ENROLMENT] = enrolment.mark
    address = totp.enrolment_address(enrolment.secret, email=person_of(request).email)
    qr_code = mark_safe(totp.qr_svg(address))  # noqa: S308  # made by us of digits and rectangles alone
    return _answer(request, "accounts/enrol.html", form, qr_code=qr_code, groups=totp.in_groups(enrolment.secret))


def go_on(request: HttpRequest, passed: services.SignedIn) -> HttpResponse:
    """To the page that the person was going to; first to the recovery codes where none are kept yet."""
    request.session.pop(ENROLMENT, None)
    next_page = sessions.complete(request, device=passed.device, token=passed.token)
    if selectors.has_recovery_codes(person_of(request)):
        return redirect(next_page or "home")
    request.session[sessions.NEXT] = next_page
    return redirect("recovery-codes")


def _try(
    form: CodeForm | RecoveryCodeForm, wrong: str, attempt: Callable[[], services.SignedIn]
) -> services.SignedIn | None:
    try:
        return attempt()
    except services.WrongCode:
        form.add_error("code", wrong)
    except services.TooManyTries as refused:
        form.add_error("code", too_soon(refused.until, now=clock.now(), machine_now=clock.machine_now()))
        form.too_many = True  # type: ignore[union-attr]
    return None


def _answer(request: HttpRequest, template: str, form: CodeForm | RecoveryCodeForm, **context: str) -> HttpResponse:
    status = HTTPStatus.TOO_MANY_REQUESTS if getattr(form, "too_many", False) else HTTPStatus.OK
    return render(request, template, {"form": form, **context}, status=status)
