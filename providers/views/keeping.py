"""Changing the approved list: the business management team's pages. One shape for every kind of row."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.permissions import bmt_only
from accounts.views.whose import person_of
from core import clock
from core.methods import entered, get_or_post

from .. import listing, services
from ..forms import PART_FORMS, ChangeProviderForm, PageForm, ProviderForm
from ..models import Versioned
from ..tables import about, now_says
from .reading import kept_part_or_404, provider_or_404
from .refused import keep_typed, show_refusals

STALE = (
    "Someone else changed this after you opened the page. {}. "
    "What you entered is still here: check it, and save it again if it is still right"
)
SETTLED = "This can no longer be changed. Add a new one instead."


@bmt_only
@get_or_post
def add_provider(request: HttpRequest) -> HttpResponse:
    """Put an organisation on the list."""
    form = ProviderForm(entered(request))
    if request.method == "POST" and form.is_valid():
        added = attempt(form, lambda: services.add_provider(**form.values(), actor=person_of(request)))
        if added:
            messages.success(request, f"{added} is on the approved list")
            return redirect("providers:detail", added.pk)
    return _page(request, form, "Add an organisation")


@bmt_only
@get_or_post
def change_provider(request: HttpRequest, provider_id: int) -> HttpResponse:
    """Rename an organisation, make it a prime provider, or take it off the list."""
    provider = provider_or_404(provider_id)
    form = ChangeProviderForm(entered(request), initial=model_to_dict(provider) | {"version": provider.version})
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form,
            lambda: services.change_provider(
                provider_id=provider.pk,
                version=form.cleaned_data["version"] or 0,
                values=form.values(),
                actor=person_of(request),
                why=form.cleaned_data["why"],
            ),
            row=provider,
        )
        if changed:
            messages.success(request, f"{changed} is saved")
            return redirect("providers:detail", provider.pk)
    return _page(request, form, f"Change {provider}", provider=provider)


@bmt_only
@get_or_post
def add_part(request: HttpRequest, provider_id: int, part: str) -> HttpResponse:
    """Add a row to one part of a prime provider's list."""
    provider, kind = provider_or_404(provider_id, prime=True), kept_part_or_404(part)
    form = PART_FORMS[part][0](entered(request))
    if request.method == "POST" and form.is_valid():
        values, actor = form.values(), person_of(request)
        if attempt(
            form,
            lambda: services.add_part(part=kind, prime_id=provider.pk, values=values, actor=actor, now=clock.now()),
        ):
            messages.success(request, f"The {kind.noun} is recorded")
            return redirect("providers:detail", provider.pk)
    return _page(request, form, kind.add_title, provider=provider)


@bmt_only
@get_or_post
def change_part(request: HttpRequest, provider_id: int, part: str, row_id: int) -> HttpResponse:
    """Change or end a row. What is over or accepted stays as it is."""
    provider, kind = provider_or_404(provider_id, prime=True), kept_part_or_404(part)
    try:
        row = listing.row(kind, provider.pk, row_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    form = PART_FORMS[part][1](entered(request), initial=model_to_dict(row) | {"version": row.version})
    try:
        if request.method == "POST" and form.is_valid() and attempt(form, _change(request, kind, row, form), row):
            messages.success(request, f"The {kind.noun} is saved")
            return redirect("providers:detail", provider.pk)
    except services.Settled:
        messages.error(request, SETTLED)
        return redirect("providers:detail", provider.pk)
    return _page(request, form, kind.change_title, provider=provider, about=about(kind, row, clock.today()))


def _change(request: HttpRequest, kind: Any, row: Any, form: PageForm) -> Callable[[], Any]:
    return lambda: services.change_part(
        part=kind,
        prime_id=row.prime_id,
        row_id=row.pk,
        version=form.cleaned_data["version"] or 0,
        values=form.values(),
        actor=person_of(request),
        now=clock.now(),
        why=form.cleaned_data.get("why", ""),
    )


def attempt(form: PageForm, act: Callable[[], Any], row: Versioned | None = None) -> Any:
    """What the service returns; or None, with its refusals put beside the fields that they belong to."""
    try:
        return act()
    except ValidationError as refused:
        show_refusals(form, refused)
    except services.Stale:
        assert row is not None  # noqa: S101  # only changes can be stale
        row.refresh_from_db()
        keep_typed(form, STALE.format(now_says(row, form.fields)), version=row.version)
    return None


def _page(request: HttpRequest, form: PageForm, title: str, **context: Any) -> HttpResponse:
    return render(request, "providers/form.html", {"form": form, "title": title, **context})
