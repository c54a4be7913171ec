"""The SPoC's own complaints: make one, read the answer, say whether it will do. No other prime's (G1)."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.permissions import spoc_only
from accounts.views.whose import person_of
from core import clock
from core.methods import entered, get_or_post
from programmes.policy import POLICIES
from providers.contracts import programmes_of
from providers.views.own import of_own_prime

from .. import selectors, services
from ..forms import ComplaintForm, SettleForm
from ..rules import How
from .shared import CHANGED, file_with, found, last_stage, sheet

if TYPE_CHECKING:
    from providers.models import Spoc

PAGE_SIZE = 50


@spoc_only
@require_safe
@of_own_prime
def mine(request: HttpRequest, spoc: "Spoc") -> HttpResponse:
    """What the prime has complained of, and how to complain (WP 54, 55; MWA 48, 49)."""
    page = Paginator(selectors.of_spoc(spoc), PAGE_SIZE).get_page(request.GET.get("page"))
    policies = programmes_of(spoc.prime_id, clock.today())
    return render(request, "complaints/mine.html", {"spoc": spoc, "page": page, "policies": policies})


@spoc_only
@get_or_post
@sensitive_post_parameters()
@of_own_prime
def add(request: HttpRequest, spoc: "Spoc") -> HttpResponse:
    """Complain."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    # Of contracts that have ended too, for a complaint may come after the end, and of calls refused for want of one.
    held = programmes_of(spoc.prime_id, clock.today(), also_ended=True)
    called = selectors.programmes_called(spoc.prime_id)
    programmes = [each for each in POLICIES.values() if each in held or each.programme.value in called]
    form = ComplaintForm(
        *sent, prime_id=spoc.prime_id, programmes=programmes, initial={"call": request.GET.get("call", "")[:20]}
    )
    if request.method == "POST" and form.is_valid():
        user = person_of(request)
        complaint = services.enter(
            prime_id=spoc.prime_id, token=form.cleaned_data["token"], actor=user, at=clock.now(),
            file=file_with(form),
            received=form.received(how=How.PORTAL, contact=user.full_name, received_on=clock.today()),
        )  # fmt: skip
        messages.success(request, "Your complaint is sent")
        return redirect("complaints-mine-one", complaint.pk)
    return render(request, "complaints/add.html", {"form": form, "back": "complaints-mine"})


@spoc_only
@require_safe
@of_own_prime
def one(request: HttpRequest, spoc: "Spoc", complaint_id: int) -> HttpResponse:
    """One of the prime's complaints, with the answers to it."""
    complaint = found(selectors.of_spoc(spoc), complaint_id)
    return render(request, "complaints/mine_one.html", sheet(complaint, person_of(request)))


@spoc_only
@get_or_post
@sensitive_post_parameters()
@of_own_prime
def settle(request: HttpRequest, spoc: "Spoc", complaint_id: int) -> HttpResponse:
    """Say whether an answer will do: if not, the complaint goes further."""
    complaint = found(selectors.of_spoc(spoc), complaint_id)
    form = SettleForm(
        entered(request),
        by_provider=True,
        initial={"stage": last_stage(complaint).number},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.settle(
                complaint_id=complaint_id, number=form.cleaned_data["stage"],
                satisfied=bool(form.cleaned_data["satisfied"]), actor=person_of(request), at=clock.now(),
            )  # fmt: skip
            messages.success(request, "Thank you. What you said is recorded")
        except services.TooLate:
            messages.info(request, CHANGED)
        return redirect("complaints-mine-one", complaint_id)
    context = sheet(complaint, person_of(request)) | {"form": form, "back": "complaints-mine-one"}
    return render(request, "complaints/settle.html", context)
