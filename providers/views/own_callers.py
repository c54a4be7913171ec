"""The SPoC's authorised callers: who may call, adding and ending, and the history of each (E3, WP 16)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.permissions import spoc_only
from accounts.views.whose import person_of
from core import clock
from core.methods import entered, get_or_post
from core.searching import address_of, asked_for

from .. import own, services
from ..models import AuthorisedCaller, Spoc
from ..own_forms import EndCallerForm, FindCallerForm, OwnCallerForm
from .own import of_own_prime
from .refused import keep_typed, show_refusals

PAGE_SIZE = 50
STALE = (
    "Someone else changed this entry after you opened the page. Look at it again, then end it if that is still right"
)


@spoc_only
@get_or_post
@of_own_prime
def list_own(request: HttpRequest, spoc: Spoc) -> HttpResponse:
    """Everyone who may call for the prime, or everyone who has ended; by name (which is sent by POST) and
    organisation."""
    asked = request.POST if request.method == "POST" else asked_for(request, typed="q")
    today, ended = clock.today(), asked.get("show") == "ended"
    companies = own.companies_of(spoc.prime, today=today)
    form = FindCallerForm(asked, companies=companies)
    if request.method == "POST" and form.is_valid():
        return redirect(address_of(request, typed="q"))
    text, company = (form.cleaned_data["q"], form.cleaned_data["company"]) if form.is_valid() else ("", "")
    found = own.callers(
        spoc.prime_id, today=today, text=text, company_id=int(company) if company else None, ended=ended
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "spoc": spoc, "form": form, "page": page, "ended": ended, "sought": bool(text or company),
        "query": query.urlencode(),
        "can_call": own.callers_of_today(spoc.prime_id, today=today),
        "lines": own.caller_lines(page.object_list, prime_id=spoc.prime_id, companies=companies, today=today),
    }  # fmt: skip
    return render(request, "providers/own/callers.html", context)


@spoc_only
@get_or_post
@of_own_prime
def add_own(request: HttpRequest, spoc: Spoc) -> HttpResponse:
    """Let someone call from now on."""
    form = OwnCallerForm(entered(request), companies=own.companies_of(spoc.prime, today=clock.today()))
    if request.method == "POST" and form.is_valid():
        try:
            added = services.authorise_caller(
                full_name=form.cleaned_data["full_name"], company_id=int(form.cleaned_data["company"]),
                actor=person_of(request), now=clock.now(),
            )  # fmt: skip
        except ValidationError as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, f"{added.full_name} of {added.company} can call from now on.")
            return redirect("callers-mine")
    return render(request, "providers/own/add_caller.html", {"spoc": spoc, "form": form})


@spoc_only
@get_or_post
@of_own_prime
def one_of_own(request: HttpRequest, spoc: Spoc, caller_id: int) -> HttpResponse:
    """One caller with their history; and ending it, with a reason."""
    row = _own_or_404(spoc, caller_id)
    form = EndCallerForm(entered(request), initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_caller(
                caller_id=row.pk, version=form.cleaned_data["version"] or 0, reason=form.cleaned_data["reason"],
                actor=person_of(request), now=clock.now(),
            )  # fmt: skip
            messages.success(request, f"{row.full_name} of {row.company} cannot call any more.")
            return redirect("callers-mine")
        except services.AlreadyEnded:
            messages.info(request, f"{row.full_name} had ended already.")
            return redirect("callers-mine-one", row.pk)
        except services.Stale:
            row.refresh_from_db()
            keep_typed(form, STALE, version=row.version)
        except ValidationError as refused:
            show_refusals(form, refused)
    return _one(request, spoc, row, form)


def _one(request: HttpRequest, spoc: Spoc, row: AuthorisedCaller, form: EndCallerForm) -> HttpResponse:
    today = clock.today()
    companies = own.companies_of(spoc.prime, today=today)
    [line] = own.caller_lines([row], prime_id=spoc.prime_id, companies=companies, today=today)
    return render(request, "providers/own/caller.html", {"spoc": spoc, "line": line, "row": row, "form": form})


def _own_or_404(spoc: Spoc, caller_id: int) -> AuthorisedCaller:
    try:
        return own.caller(spoc.prime_id, caller_id)
    except AuthorisedCaller.DoesNotExist:
        raise Http404 from None
