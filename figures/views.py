"""The service in figures: as pictures, as tables and as CSV (G3)."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import overseers
from core import clock

from . import tables
from .forms import FiguresForm, as_query
from .pictures import picture
from .rules import shortcuts
from .sheets import sheet


@overseers
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of the last seven days, or of the period, programme and prime provider that were chosen."""
    periods = shortcuts(clock.today())
    chosen = request.GET.dict() or as_query(dict(periods)["Last 7 days"])
    form = FiguresForm(chosen)
    asked = form.asked() if form.is_valid() else None
    report = tables.report(asked) if asked else []
    context = {
        "form": form,
        "asked": asked,
        "shortcuts": [(words, urlencode(as_query(period))) for words, period in periods],
        "headline": tables.headline(report) if asked else [],
        "drawn": [(table, picture(table)) for table in report],
        "query": urlencode(chosen),
        "every": tables.EVERY,
    }
    return render(request, "figures/figures.html", context)


@overseers
@require_safe
def download(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One table as CSV, or every count by day and hour. What is asked for wrongly is told on the page of figures."""
    form = FiguresForm(request.GET)
    if not form.is_valid():
        return redirect(f"{reverse('figures')}?{request.GET.urlencode()}")
    asked = form.asked()
    name = f"provider-direct-{slug}-{asked.period.first}-to-{asked.period.last}"
    if slug == tables.EVERY:
        return sheet(name, tables.EVERY_COLUMNS, tables.every_row(asked))
    found = next((table for table in tables.report(asked) if table.slug == slug), None)
    if found is None:
        raise Http404
    return sheet(name, found.columns, found.rows)
