"""Withdrawing the service from a prime for misuse, and reinstating it on an assurance of compliance (E6)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.permissions import bmt_only
from accounts.views.whose import person_of
from core import clock
from core.methods import entered, get_or_post
from notices.selectors import posted

from .. import emails, selectors, services
from ..forms import ReinstateForm, WithdrawForm
from ..models import Provider, Withdrawal
from ..rules.telling import told_words
from .reading import provider_or_404

ALREADY = "The service is withdrawn from this provider already. Nothing has changed."
OVER = "The service was reinstated for this provider meanwhile. Nothing has changed."


@bmt_only
@get_or_post
def withdraw(request: HttpRequest, provider_id: int) -> HttpResponse:
    """Ask why, then withdraw at once. The page of declined calls gives `?reason=`, from its counts."""
    prime = provider_or_404(provider_id, prime=True)
    if selectors.open_withdrawal(prime.pk):
        return _nothing_done(request, prime, ALREADY)
    form = WithdrawForm(entered(request), initial={"reason": request.GET.get("reason", "")[:2000]})
    if request.method == "POST" and form.is_valid():
        try:
            done = services.withdraw(
                prime_id=prime.pk, reason=form.cleaned_data["reason"], actor=person_of(request), now=clock.now()
            )
        except services.AlreadyWithdrawn:
            return _nothing_done(request, prime, ALREADY)
        messages.success(request, f"The service is withdrawn from {prime}. {_told(emails.WITHDRAWN, done)}")
        return redirect("providers:detail", prime.pk)
    return render(request, "providers/withdraw.html", {"form": form, "provider": prime})


@bmt_only
@get_or_post
def reinstate(request: HttpRequest, provider_id: int, row_id: int) -> HttpResponse:
    """Record the assurance of compliance, which gives the service back at once."""
    prime = provider_or_404(provider_id, prime=True)
    withdrawal = selectors.withdrawal(prime.pk, row_id)
    if withdrawal is None:
        raise Http404
    if withdrawal.reinstated_at is not None:
        return _nothing_done(request, prime, OVER)
    form = ReinstateForm(entered(request))
    if request.method == "POST" and form.is_valid():
        try:
            done = services.reinstate(
                withdrawal_id=withdrawal.pk, **form.cleaned_data, actor=person_of(request), now=clock.now()
            )
        except services.NotWithdrawn:
            return _nothing_done(request, prime, OVER)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"The service is reinstated for {prime}. {_told(emails.REINSTATED, done)}")
            return redirect("providers:detail", prime.pk)
    return render(request, "providers/reinstate.html", {"form": form, "provider": prime, "withdrawal": withdrawal})


def _told(kind: str, withdrawal: Withdrawal) -> str:
    return told_words(posted(kind=kind, about=emails.about(withdrawal)))


def _nothing_done(request: HttpRequest, prime: Provider, why: str) -> HttpResponse:
    messages.info(request, why)
    return redirect("providers:detail", prime.pk)
