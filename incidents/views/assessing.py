"""BMT's pages: every incident, one of them, the decision and the breach (B3, B4)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accesscodes.forms import MOMENT_TAKEN
from accesscodes.services import AlreadyReplaced, BadMoment, MomentTaken, NoCodeInForce
from accounts.permissions import bmt_only, bmt_or_auditor
from accounts.rules import Role
from accounts.views.whose import moment, person_of
from core import clock
from core.methods import entered, get_or_post
from providers.rules.telling import told_words

from .. import selectors, services
from ..forms import AssessForm, BreachForm
from ..models import Incident

PAGE_SIZE = 50


@bmt_or_auditor
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """Those to be assessed first."""
    page = Paginator(selectors.listed(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "waiting": selectors.to_assess(), **_keeps(request)}
    return render(request, "incidents/list.html", context)


@bmt_or_auditor
@require_safe
def detail(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One proforma with its decision."""
    return render(
        request, "incidents/detail.html", {"incident": _incident(incident_id), "now": clock.now(), **_keeps(request)}
    )


@bmt_only
@get_or_post
@sensitive_post_parameters()
def assess(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Decide whether the code is changed, and change it in the same step (B3)."""
    incident, now = _incident(incident_id), clock.now()
    if hasattr(incident, "decision"):
        return _decided_already(request, incident)
    code = selectors.code_now(incident.prime_id, now=now)
    form = AssessForm(
        entered(request), now=now, code_id=code.code_id, stops_later=code.being_replaced_at is not None,
        marked=hasattr(incident, "breach"),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and (gone_on := _decide(request, incident, form)):
        return gone_on
    context = {"incident": incident, "form": form, "code": code}
    context["told"] = selectors.who_is_told(incident.prime_id, now=now)
    return render(request, "incidents/assess.html", context)


@bmt_only
@get_or_post
@sensitive_post_parameters()
def breach(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Mark an incident as a breach that was raised in the usual way (B4)."""
    incident, now = _incident(incident_id), clock.now()
    if hasattr(incident, "breach"):
        return _marked_already(request, incident)
    form = BreachForm(entered(request), today=now.date())
    if request.method == "POST" and form.is_valid():
        try:
            services.mark_breach(incident_id=incident.pk, at=now, actor=person_of(request), **form.cleaned_data)
            messages.success(request, "The incident is marked as a breach of security.")
        except services.AlreadyMarked:
            return _marked_already(request, _incident(incident_id))
        return redirect("incidents-detail", incident.pk)
    return render(request, "incidents/breach.html", {"incident": incident, "form": form})


def _decide(request: HttpRequest, incident: Incident, form: AssessForm) -> HttpResponse | None:
    """The next page; or None, with what went otherwise said on the form."""
    given = form.cleaned_data
    change = services.CodeChange(given["stops_at"], given["code"]) if "stops_at" in given else None
    raised = services.Raised(given["reference"], given["raised_on"]) if given.get("breach") else None
    try:
        services.decide(
            incident_id=incident.pk, change=change, reasons=given["reasons"], breach=raised, at=form.now,
            actor=person_of(request),
        )  # fmt: skip
    except services.AlreadyDecided:
        return _decided_already(request, _incident(incident.pk))
    except (AlreadyReplaced, NoCodeInForce):
        form.look_again(selectors.code_now(incident.prime_id, now=form.now).code_id)
    except MomentTaken:
        form.add_error("day", MOMENT_TAKEN)
    except BadMoment:
        form.add_error("day", "It must stop later than now, and before the next codes are in force")
    except services.AlreadyMarked as marked:
        form.add_error("breach", f"{marked.breach.marked_by} has just marked it as a breach. Record the decision again")
    else:
        told = told_words(len(selectors.who_is_told(incident.prime_id, now=form.now)))
        changed = " The access code is being changed." if change else ""
        messages.success(request, f"The decision is recorded.{changed} {told}")
        return redirect("incidents-detail", incident.pk)
    return None


def _decided_already(request: HttpRequest, incident: Incident) -> HttpResponse:
    made = incident.decision
    what = "to change the access code" if made.change_code else "not to change the access code"
    who = "You" if made.decided_by == request.user else made.decided_by.full_name
    messages.info(request, f"{who} decided {what} on {moment(made.decided_at)}. Nothing else was recorded.")
    return redirect("incidents-detail", incident.pk)


def _marked_already(request: HttpRequest, incident: Incident) -> HttpResponse:
    mark = incident.breach
    who = "You" if mark.marked_by == request.user else mark.marked_by.full_name
    messages.info(request, f"{who} marked it as a breach on {moment(mark.marked_at)}. Nothing else was recorded.")
    return redirect("incidents-detail", incident.pk)


def _incident(incident_id: int) -> Incident:
    found = selectors.sheet(incident_id)
    if found is None:
        raise Http404
    return found


def _keeps(request: HttpRequest) -> dict[str, Any]:
    return {"keeps": person_of(request).role == Role.BMT}
