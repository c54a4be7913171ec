"""The SPoC's security plan: how it stands, sending one, reporting a change (E4; WP 17, 18; MWA 10, 11)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.permissions import spoc_only
from accounts.views.whose import person_of
from core import clock
from core.methods import entered, get_or_post

from .. import plans, services
from ..models import Spoc
from ..own_forms import OwnPlanForm
from .own import of_own_prime
from .refused import keep_typed, show_refusals

STALE = (
    "A plan was sent or assessed after you opened this page, so look at how it stands now. What you entered is still "
    "here: send it if it is still right"
)


@spoc_only
@require_safe
@of_own_prime
def mine(request: HttpRequest, spoc: Spoc) -> HttpResponse:
    """The plan in force, the one that waits with what was decided about it, and those before."""
    return render(request, "providers/own/plan.html", {"spoc": spoc, "plans": plans.of_prime(spoc.prime_id)})


@spoc_only
@get_or_post
@of_own_prime
def send(request: HttpRequest, spoc: Spoc) -> HttpResponse:
    """Send the first plan, or report a change. What was sent last is there to be changed."""
    current = plans.of_prime(spoc.prime_id)
    newest = current.waiting or current.in_force or current.set_aside
    initial = {"after": plans.newest_mark(spoc.prime_id)}
    if newest:
        initial |= {"how_kept": newest.plan.how_kept}
    reports_change = current.in_force is not None
    form = OwnPlanForm(entered(request), reports_change=reports_change, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.send_plan(
                how_kept=form.cleaned_data["how_kept"], what_changes=form.cleaned_data.get("what_changes", ""),
                needs_updating=form.cleaned_data["needs_updating"], after=form.cleaned_data["after"],
                actor=person_of(request), now=clock.now(),
            )  # fmt: skip
        except services.Stale:
            keep_typed(form, STALE, after=initial["after"])
        except ValidationError as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "Your security plan is sent. The business management team will assess it.")
            return redirect("plans-mine")
    return render(request, "providers/own/send_plan.html", {"spoc": spoc, "form": form, "plans": current})
