"""The SPoC's statement of calls (WP 16, A13). It starts from the SPoC's own row, so no other prime can come in (G1)."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accesscodes.selectors import Reign, reigns
from accounts.permissions import spoc_only
from accounts.views.whose import person_of
from core import clock
from providers.selectors import spoc_of

from . import statement

PAGE_SIZE = 50


@spoc_only
@require_safe
def calls_statement(request: HttpRequest) -> HttpResponse:
    """Every call made for the SPoC's prime under one code: the present one, unless `?code=` names an earlier."""
    now = clock.now()
    spoc = spoc_of(person_of(request).pk, now)
    if spoc is None:
        return render(request, "providers/own/no_prime.html")
    kept = reigns(spoc.prime_id, now)
    reign = _chosen(kept, request.GET.get("code", ""))
    context = {"spoc": spoc, "kept": kept, "reign": reign}
    if reign is not None:
        page = Paginator(statement.calls_under(spoc.prime_id, reign), PAGE_SIZE).get_page(request.GET.get("page"))
        context |= {
            "page": page, "lines": statement.lines(page), "query": f"code={reign.code_id}",
            "failed": statement.failed_checks(spoc.prime_id, reign),
            "failed_count": statement.counts(spoc.prime_id, reign).failed,
        }  # fmt: skip
    return render(request, "calls/statement.html", context)


def _chosen(kept: list[Reign], wanted: str) -> Reign | None:
    """The code that is named, or the newest. Raises Http404 for one of another prime, or one that is not kept."""
    if not wanted:
        return kept[0] if kept else None
    for reign in kept:
        if wanted == str(reign.code_id):
            return reign
    raise Http404
