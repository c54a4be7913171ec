"""The pages of declined calls: counts by provider and reason, and the calls behind them (E5, E6)."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import allow
from accounts.rules import Role
from accounts.views.whose import person_of
from core import clock
from core.forms import DateField3

from . import misuse

PAGE_SIZE = 50
readers = allow(Role.BMT, Role.PERFORMANCE_MANAGER, Role.AUDITOR)


class PeriodForm(forms.Form):
    """Which days to count."""

    since = DateField3(label="First day", required=False, help_text="")
    until = DateField3(label="Last day", required=False, help_text="")

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            raise ValidationError({"until": "The last day must be the same as or after the first day"})
        return self.cleaned_data


@readers
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """Every prime whose callers were declined in a time, by what they rang for."""
    context = _period(request)
    page = Paginator(misuse.counted(context["period"]), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "calls/declined.html", context | {"page": page, "purposes": misuse.PURPOSES.values()})


@readers
@require_safe
def of_prime(request: HttpRequest, prime_id: int) -> HttpResponse:
    """One prime's declined calls; from here BMT withdraws the service or reinstates it."""
    context = _period(request)
    period = context["period"]
    found = misuse.counted(period, prime_id=prime_id)
    if not found or not found[0].prime.is_prime:
        raise Http404
    [row] = found
    calls = misuse.with_names(misuse.calls_behind(prime_id, period))
    page = Paginator(calls, PAGE_SIZE).get_page(request.GET.get("page"))
    context |= {"row": row, "by_purpose": list(zip(misuse.PURPOSES.values(), row.counts, strict=True)), "page": page}
    context |= {"lines": misuse.lines(page.object_list), "keeps": person_of(request).role == Role.BMT}
    reason = urlencode({"reason": row.in_words(period)}) if row.total else ""
    return render(request, "calls/declined_of.html", context | {"reason": reason})


def _period(request: HttpRequest) -> dict[str, Any]:
    """The days asked for, or the usual ones: where one end is left out it is the usual end."""
    usual = misuse.usual(clock.today())
    asked = any(name.startswith(("since_", "until_")) for name in request.GET)
    form = PeriodForm(request.GET if asked else None, initial={"since": usual.since, "until": usual.until})
    wanted = form.cleaned_data if asked and form.is_valid() else {}
    since, until = wanted.get("since"), wanted.get("until")
    if until and not since:
        usual = misuse.usual(until)
    period = misuse.Period(since or usual.since, until or max(usual.until, since or usual.until))
    query = request.GET.copy()
    query.pop("page", None)
    return {"form": form, "period": period, "query": query.urlencode()}
