"""Dealing with complaints: the list, one complaint, the template, the answer, and whether it will do (K1 to K3)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.permissions import allow
from accounts.rules import Role
from accounts.views.whose import person_of
from core import clock
from core.methods import entered, get_or_post

from .. import selectors, services
from ..forms import AnswerForm, SettleForm, TemplateSentForm
from .shared import CHANGED, DEALERS, dealers_only, found, last_stage, sheet

PAGE_SIZE = 50


@allow(*DEALERS, Role.AUDITOR)
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """Every complaint that this person may read, the newest first."""
    user = person_of(request)
    page = Paginator(selectors.visible_to(user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "complaints/list.html", {"page": page, "may_enter": user.role in DEALERS[:3]})


@allow(*DEALERS, Role.AUDITOR)
@require_safe
def one(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """One complaint, and what there is to do about it."""
    user = person_of(request)
    complaint = found(selectors.visible_to(user), complaint_id)
    context = sheet(complaint, user) | {"deals": user.role in DEALERS}
    return render(request, "complaints/one.html", context)


@dealers_only
@get_or_post
@sensitive_post_parameters()
def answer(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """Record the answer of the present stage."""
    user = person_of(request)
    complaint = found(selectors.visible_to(user), complaint_id)
    context, stage = sheet(complaint, user), last_stage(complaint)
    if not context["may_answer"]:
        messages.info(request, CHANGED if stage.facts.answered else "This stage is not yours to answer.")
        return redirect("complaints-one", complaint_id)
    form = AnswerForm(
        entered(request), today=clock.today(), last=not context["to_come"],
        not_before=stage.template_sent_on or complaint.received_on, settles=context["settles"],
        initial={"owner": user.full_name, "answered_on": clock.today(), "stage": stage.number},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(
                complaint_id=complaint_id, number=form.cleaned_data["stage"], text=form.cleaned_data["answer"],
                owner=form.cleaned_data["owner"], answered_on=form.cleaned_data["answered_on"],
                satisfied=form.said_satisfied, actor=user, at=clock.now(),
            )  # fmt: skip
            messages.success(request, "The answer is recorded")
        except services.TooLate:
            messages.info(request, CHANGED)
        return redirect("complaints-one", complaint_id)
    return render(request, "complaints/answer.html", context | {"form": form})


@dealers_only
@get_or_post
@sensitive_post_parameters()
def settle(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """Record whether the provider is satisfied with the answer."""
    user = person_of(request)
    complaint = found(selectors.visible_to(user), complaint_id)
    context, stage = sheet(complaint, user), last_stage(complaint)
    if not context["settles"]:
        messages.info(request, "The SPoC who complained says on its own page whether the answer is enough.")
        return redirect("complaints-one", complaint_id)
    form = SettleForm(entered(request), by_provider=False, initial={"stage": stage.number})
    if request.method == "POST" and form.is_valid():
        try:
            services.settle(
                complaint_id=complaint_id, number=form.cleaned_data["stage"],
                satisfied=bool(form.cleaned_data["satisfied"]), actor=user, at=clock.now(),
            )  # fmt: skip
            messages.success(request, "What the provider said is recorded")
        except services.TooLate:
            messages.info(request, CHANGED)
        except services.NotYours:
            messages.info(request, "It is about your own call, so somebody else records what the provider said.")
        return redirect("complaints-one", complaint_id)
    return render(request, "complaints/settle.html", context | {"form": form, "back": "complaints-one"})


@dealers_only
@get_or_post
@sensitive_post_parameters()
def template(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """The complaints template, filled in, to print and send; and the day on which it was sent (MWA 48)."""
    user = person_of(request)
    complaint = found(selectors.visible_to(user), complaint_id)
    form = TemplateSentForm(
        entered(request), today=clock.today(), came_on=complaint.received_on,
        initial={"sent_on": clock.today()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            services.send_template(complaint_id=complaint_id, sent_on=form.cleaned_data["sent_on"], actor=user)
            messages.success(request, "The template is recorded as sent")
        except services.TooLate:
            messages.info(request, CHANGED)
        except services.NotYours:
            messages.info(request, "The business management team sends the template.")
        return redirect("complaints-one", complaint_id)
    return render(request, "complaints/template.html", sheet(complaint, user) | {"form": form})
