"""Reading the record of who did and saw what (G2): auditors and the business management team."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit import selectors as audit
from core.converters import row_number

from .. import selectors
from ..forms import RecordFilterForm
from ..permissions import bmt_or_auditor

LARGEST_PLACE = 2**31 - 1


@bmt_or_auditor
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """Events, newest first, filtered by person, action, call and dates."""
    form = RecordFilterForm(request.GET or None, names=selectors.names())
    wanted = form.wanted() if form.is_valid() else audit.Filter()
    page = audit.page(wanted, before=_event(request, "before"), after=_event(request, "after"))
    query = request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    return render(request, "accounts/record.html", {"form": form, "page": page, "query": query.urlencode()})


@bmt_or_auditor
@require_safe
def record_chain(request: HttpRequest, chain: str) -> HttpResponse:
    """One chain from its beginning: a call, a person, a provider."""
    if "\0" in chain:
        raise Http404
    page = audit.chain_page(chain, after=min(_event(request, "after") or 0, LARGEST_PLACE))
    if not page.events:
        raise Http404
    return render(request, "accounts/record_chain.html", {"chain": chain, "page": page})


def _event(request: HttpRequest, end: str) -> int | None:
    return row_number(request.GET.get(end, ""))
