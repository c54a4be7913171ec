"""A SPoC's own prime's incidents, and what was decided (B1, B3). Everything starts from the SPoC's own row (G1)."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import spoc_only
from accounts.views.whose import person_of
from core import clock

from .. import selectors

PAGE_SIZE = 50


@spoc_only
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The proformas of the SPoC's prime, sent from here or entered by BMT."""
    prime = selectors.prime_of_spoc(person_of(request).pk, now=clock.now())
    context: dict[str, object] = {"prime": prime}
    if prime is not None:
        context["page"] = Paginator(selectors.of_prime(prime.pk), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "incidents/mine.html", context)


@spoc_only
@require_safe
def mine_detail(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One of them. Another prime's is not found."""
    now = clock.now()
    prime = selectors.prime_of_spoc(person_of(request).pk, now=now)
    incident = selectors.sheet(incident_id, prime_id=prime.pk) if prime else None
    if incident is None:
        raise Http404
    return render(request, "incidents/mine_detail.html", {"incident": incident, "now": now})
