"""Security plans as the business management team assesses them (E4; WP 17, 18; MWA 10, 11)."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.permissions import bmt_only
from accounts.views.whose import person_of
from core import clock
from core.methods import entered, get_or_post
from notices.selectors import posted

from .. import plan_emails, plans, services
from ..forms import AssessmentForm, DeedForm, PageForm
from ..models import SecurityPlan
from ..plans import PlanSheet
from ..rules.plans import Verdict
from ..rules.telling import told_words
from .refused import keep_typed, show_refusals

STALE = (
    "Someone else decided about this plan, or another was sent, after you opened this page. This is how it stands now. "
    "What you entered is still here"
)
SETTLED = "That can no longer be decided about this plan. This is how it stands now."


@bmt_only
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Every plan that is not accepted yet, those to be assessed first."""
    return render(request, "providers/plans.html", {"plans": plans.waiting()})


@bmt_only
@get_or_post
def plan(request: HttpRequest, provider_id: int, plan_id: int) -> HttpResponse:
    """One plan, all that was decided about it, and the next decision."""
    sheet = _sheet_or_404(provider_id, plan_id)
    form = AssessmentForm(entered(request), verdicts=sheet.verdicts, initial={"version": sheet.plan.version})
    if request.method == "POST" and not sheet.verdicts:
        return _settled(request, sheet)
    if request.method == "POST" and not _is_stale(request, form, sheet) and form.is_valid():
        verdict = Verdict(form.cleaned_data["verdict"])

        def act() -> str:
            assessment = services.assess_plan(
                plan_id=sheet.plan.pk, version=form.cleaned_data["version"] or 0, verdict=verdict,
                reasons=form.cleaned_data["reasons"], actor=person_of(request), now=clock.now(),
            )  # fmt: skip
            told = posted(kind=plan_emails.PLAN_ASSESSED, about=plan_emails.about(assessment))
            return f"Recorded: {verdict.value}. {told_words(told)}"

        if done := _try(request, sheet, form, act):
            return done
    return _page(request, "providers/plan.html", sheet, form)


@bmt_only
@get_or_post
def deed(request: HttpRequest, provider_id: int, plan_id: int) -> HttpResponse:
    """Record that the Deed of Variation was received."""
    sheet = _sheet_or_404(provider_id, plan_id)
    if not sheet.may_record_deed:
        return _settled(request, sheet)
    form = DeedForm(entered(request), initial={"version": sheet.plan.version})
    if request.method == "POST" and not _is_stale(request, form, sheet) and form.is_valid():

        def act() -> str:
            services.record_deed(
                plan_id=sheet.plan.pk, version=form.cleaned_data["version"] or 0,
                received_on=form.cleaned_data["received_on"], actor=person_of(request), now=clock.now(),
            )  # fmt: skip
            return "The Deed of Variation is recorded. The plan can be accepted now."

        if done := _try(request, sheet, form, act):
            return done
    return _page(request, "providers/plan_deed.html", sheet, form)


def _try(request: HttpRequest, sheet: PlanSheet, form: PageForm, act: Callable[[], str]) -> HttpResponse | None:
    """Where the deed is done, its own words and the way to the plan's page; or None, with the refusal on the form."""
    try:
        done = act()
    except services.Settled:
        return _settled(request, sheet)
    except services.Stale:
        keep_typed(form, STALE, version=SecurityPlan.objects.get(pk=sheet.plan.pk).version)
        return None
    except ValidationError as refused:
        show_refusals(form, refused)
        return None
    messages.success(request, done)
    return redirect("providers:plan", sheet.plan.prime_id, sheet.plan.pk)


def _is_stale(request: HttpRequest, form: PageForm, sheet: PlanSheet) -> bool:
    """Whether the page was drawn from another version; then the form says so, and what was typed is drawn again."""
    if request.POST.get("version") == str(sheet.plan.version):
        return False
    keep_typed(form, STALE, version=sheet.plan.version)
    return True


def _settled(request: HttpRequest, sheet: PlanSheet) -> HttpResponse:
    messages.info(request, SETTLED)
    return redirect("providers:plan", sheet.plan.prime_id, sheet.plan.pk)


def _page(request: HttpRequest, template: str, sheet: PlanSheet, form: PageForm) -> HttpResponse:
    """The plan as it stands now, beside the one in force, if that is another."""
    in_force = plans.in_force(sheet.plan.prime_id)
    other = in_force if in_force and in_force.pk != sheet.plan.pk else None
    context = {"sheet": sheet, "plan": sheet.plan, "provider": sheet.plan.prime, "form": form, "other": other}
    return render(request, template, context)


def _sheet_or_404(provider_id: int, plan_id: int) -> PlanSheet:
    try:
        return plans.one(provider_id, plan_id)
    except SecurityPlan.DoesNotExist:
        raise Http404 from None
