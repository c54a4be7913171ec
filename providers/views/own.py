"""What the SPoC's own pages share: they begin with the SPoC's own row, so that no other prime can come in (G1)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
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


def entered(request: HttpRequest) -> QueryDict | None:
    """What was sent, however little; nothing where the page is only opened."""
    return request.POST if request.method == "POST" else None


def show_refusals(form: Form, refused: ValidationError) -> None:
    """Put what a service refuses beside the fields that it belongs to."""
    for name, errors in refused.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
