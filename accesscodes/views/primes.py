"""BMT's page of one prime's codes and copies: acknowledge from an email, send again, change the code (A8, A12, B3)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import bmt_only, bmt_or_auditor
from accounts.rules import Role
from accounts.views.whose import person_of
from core import clock
from core.methods import entered, get_or_post
from providers.rules.telling import told_words
from providers.selectors import plan_accepted

from .. import progress, selectors, services, watch
from ..forms import MOMENT_TAKEN, ChangeCodeForm, SeenCopyForm
from ..rules.calendar import issue_after
from ..rules.copies import How

SENT_FIRST = "The document is on its way. The unlock code follows when it is acknowledged."
SENT_AGAIN = "A new document is on its way. The one sent before cannot be acknowledged any more."
NO_PLAN = "Nothing was sent: the provider has no accepted security plan. Once it has, the code is sent by itself."
CHANGED_SINCE = "This has changed since the page was shown. Nothing was done. This is how things stand."


@bmt_or_auditor
@require_safe
def prime(request: HttpRequest, prime_id: int) -> HttpResponse:
    """A prime's codes and who has been sent them."""
    now = clock.now()
    sheet = progress.sheet(prime_id, now)
    if sheet is None:
        raise Http404
    hold = watch.hold_of(prime_id, now)
    planned = plan_accepted(prime_id, today=now.date())
    context = {"sheet": sheet, "hold": hold, "planned": planned, "keeps": person_of(request).role == Role.BMT}
    return render(request, "accesscodes/prime.html", context)


@bmt_only
@get_or_post
def acknowledge(request: HttpRequest, copy_id: int) -> HttpResponse:
    """Record that a SPoC acknowledged a document by email: the unlock code then goes (A8)."""
    copy = progress.copy_line(copy_id)
    if copy is None:
        raise Http404
    if request.method != "POST":
        return render(request, "accesscodes/acknowledge.html", {"copy": copy})
    try:
        services.acknowledge(copy_id=copy_id, how=How.EMAIL, at=clock.now(), actor=person_of(request))
        messages.success(request, f"Recorded. The unlock code is on its way to {copy.spoc}.")
    except services.NotYetSent:
        messages.info(request, "The document has not been sent yet, so nobody can have acknowledged it.")
    except services.Superseded:
        messages.info(request, CHANGED_SINCE)
    return redirect("access-codes-prime", copy.prime_id)


@bmt_only
@require_POST
def send_again(request: HttpRequest, prime_id: int) -> HttpResponse:
    """Send a SPoC the present code again: a new document, and a new unlock code when it is acknowledged (A12)."""
    form, now = SeenCopyForm(request.POST), clock.now()
    sheet = progress.sheet(prime_id, now)
    if sheet is None or not form.is_valid() or form.cleaned_data["spoc"] not in {each.id for each in sheet.spocs}:
        raise Http404
    try:
        copies = services.send_again(
            spoc_id=form.cleaned_data["spoc"], after=form.cleaned_data["after"], at=now, actor=person_of(request)
        )
        messages.success(request, SENT_AGAIN if any(copy.number > 1 for copy in copies) else SENT_FIRST)
    except (services.Superseded, services.NotASpoc):
        messages.info(request, CHANGED_SINCE)
    except services.NoPlan:
        messages.info(request, NO_PLAN)
    except services.NoCodeInForce:
        messages.info(request, "There is no access code in force or to come, so nothing was sent.")
    return redirect("access-codes-prime", prime_id)


@bmt_only
@get_or_post
def change(request: HttpRequest, prime_id: int) -> HttpResponse:
    """Change a prime's code before its month is over (B3): when the old one stops, and why."""
    now = clock.now()
    sheet, code_id = progress.sheet(prime_id, now), selectors.current_code_id(prime_id, now)
    if sheet is None:
        raise Http404
    if code_id is None:
        messages.info(request, "There is no access code that could be changed now.")
        return redirect("access-codes-prime", prime_id)
    form = ChangeCodeForm(entered(request), now=now, stops_later=sheet.being_replaced, initial={"code": code_id})
    if request.method == "POST" and form.is_valid() and _changed(request, prime_id, form, told=len(sheet.spocs)):
        return redirect("access-codes-prime", prime_id)
    return render(request, "accesscodes/change.html", {"sheet": sheet, "form": form, "next": issue_after(now)})


def _changed(request: HttpRequest, prime_id: int, form: ChangeCodeForm, *, told: int) -> bool:
    given = form.cleaned_data
    try:
        services.replace_code(
            prime_id=prime_id, stops_at=given["stops_at"], reason=given["reason"], actor=person_of(request),
            at=min(clock.now(), given["stops_at"]), code_id=given["code"],
        )  # fmt: skip
        messages.success(request, f"The code is being changed. {told_words(told)}")
    except services.MomentTaken:
        form.add_error(None, MOMENT_TAKEN)
        return False
    except services.BadMoment:
        form.add_error(None, "The code must stop now or later, and before the next codes are in force")
        return False
    except (services.AlreadyReplaced, services.NoCodeInForce):
        messages.info(request, CHANGED_SINCE)
    return True
