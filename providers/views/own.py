"""What the SPoC's own pages share: they begin with the SPoC's own row, so that no other prime can come in (G1)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.views.whose import person_of
from core import clock

from .. import services
from ..selectors import spoc_of


def of_own_prime(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the SPoC's own row. Whoever is SPoC of nothing today gets a plain page, and can send nothing."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        spoc = spoc_of(person_of(request).pk, clock.now())
        if spoc is None:
            if request.method == "POST":
                raise Http404
            return render(request, "providers/own/no_prime.html")
        try:
            return view(request, spoc, *args, **kwargs)
        except services.NotASpoc:
            raise Http404 from None

    return wrapped
