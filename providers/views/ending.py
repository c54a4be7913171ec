"""Ending a subcontractor, and the Annex B question that follows (WP 48; MWA 44)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.permissions import bmt_only
from accounts.views.whose import person_of
from core import clock
from core.dates import in_words
from core.methods import entered, get_or_post

from .. import listing, services
from ..forms import EndForm
from ..models import Provider, Versioned
from ..parts import SUPPLY_CHAIN
from .keeping import SETTLED, attempt
from .reading import provider_or_404


@bmt_only
@get_or_post
def end_in_chain(request: HttpRequest, provider_id: int, row_id: int) -> HttpResponse:
    """Take a subcontractor out of this prime's supply chain."""
    prime = provider_or_404(provider_id, prime=True)
    try:
        link: Any = listing.row(SUPPLY_CHAIN, prime.pk, row_id)
    except SUPPLY_CHAIN.model.DoesNotExist:
        raise Http404 from None
    company = link.subcontractor

    def end(values: dict[str, Any]) -> Any:
        return services.end_in_chain(
            prime_id=prime.pk, link_id=link.pk, **values, actor=person_of(request), now=clock.now()
        )

    said = f"{company} leaves the supply chain of {prime}"
    return _end(request, link, company, end, said, prime=prime)


@bmt_only
@get_or_post
def end_altogether(request: HttpRequest, provider_id: int) -> HttpResponse:
    """Take a subcontractor off the list, and out of every supply chain."""
    company = provider_or_404(provider_id)
    if company.is_prime:
        raise Http404

    def end(values: dict[str, Any]) -> Any:
        return services.end_altogether(
            provider_id=company.pk, **values, actor=person_of(request), now=clock.now()
        )  # fmt: skip

    return _end(request, company, company, end, f"{company} comes off the approved list")


@bmt_only
@require_safe
def ended(request: HttpRequest, provider_id: int) -> HttpResponse:
    """Is a potential security incident to be reported? Asked for each prime whose chain it left lately."""
    company = provider_or_404(provider_id)
    left = listing.left_lately(company, today=clock.today())
    return render(request, "providers/ended.html", {"provider": company, "left": left})


def _end(
    request: HttpRequest,
    row: Versioned,
    company: Provider,
    end: Callable[[dict[str, Any]], Any],
    said: str,
    **context: Any,
) -> HttpResponse:
    form = EndForm(entered(request), initial={"version": row.version, "last_day": clock.today()})
    try:
        if request.method == "POST" and form.is_valid() and attempt(form, lambda: end(form.values()), row):
            messages.success(request, f"{said} after {in_words(form.cleaned_data['last_day'])}")
            return redirect("providers:ended", company.pk)
    except services.Settled:
        messages.info(request, SETTLED)
        return redirect("providers:detail", company.pk)
    except ValidationError as refused:
        form.add_error(None, refused)
    return render(request, "providers/end.html", {"form": form, "provider": company, **context})
