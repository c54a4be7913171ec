"""BMT's pages of what is watched: alerts, and codes that are on hold (A13). No code, no position, no character (A5)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import bmt_only, bmt_or_auditor
from accounts.rules import Role
from accounts.views.whose import person_of
from core import clock
from core.methods import entered, get_or_post

from .. import services, watch
from ..forms import ReleaseForm
from ..models import Alert, Hold

PAGE_SIZE = 25
HOLD_OVER = "This code is not on hold any more. Nothing was done."


@bmt_or_auditor
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """Codes on hold first, then what nobody has seen, then what somebody has."""
    context = {
        "holds": watch.codes_on_hold(clock.now()),
        "open": Paginator(watch.open_alerts(), PAGE_SIZE).get_page(request.GET.get("open")),
        "seen": Paginator(watch.seen_alerts(), PAGE_SIZE).get_page(request.GET.get("seen")),
        "limits": services.limits(),
        "keeps": person_of(request).role == Role.BMT,
    }
    return render(request, "accesscodes/alerts.html", context)


@bmt_only
@require_POST
def see(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Note that an alert was seen. Pressed twice, it has no further effect."""
    try:
        services.see_alert(alert_id=alert_id, at=clock.now(), actor=person_of(request))
    except Alert.DoesNotExist:
        raise Http404 from None
    return redirect("access-codes-alerts")


@bmt_only
@get_or_post
def release(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Let a code be used again, with the reason why."""
    hold = Hold.objects.select_related("prime").filter(pk=hold_id).first()
    if hold is None:
        raise Http404
    if hold.ended_at is not None:
        return _over(request)
    form = ReleaseForm(entered(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.release(
                hold_id=hold.pk, reason=form.cleaned_data["reason"], at=clock.now(), actor=person_of(request)
            )
        except services.HoldOver:
            return _over(request)
        messages.success(request, f"The access code of {hold.prime.name} can be used again.")
        return redirect("access-codes-alerts")
    return render(request, "accesscodes/release.html", {"hold": hold, "form": form})


def _over(request: HttpRequest) -> HttpResponse:
    messages.info(request, HOLD_OVER)
    return redirect("access-codes-alerts")
