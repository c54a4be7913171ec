"""Filling in the proforma: the SPoC on the portal, BMT what came to it (B1, B2; WP 48 to 50; MWA 44)."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts.permissions import bmt_only, spoc_only
from accounts.views.whose import person_of
from core import clock
from core.converters import row_number
from core.methods import entered, get_or_post

from .. import selectors, services
from ..forms import ProformaForm, WhoseForm
from ..forms.proforma import SEND
from ..forms.rows import key_of
from ..rules.proforma import ENDED_WORDS, MOST_ROWS, NOT_OUR_CALL, Ended, How, call_reference

BAD_CALL = "The address named a call, but not by a reference that a call can have. Enter it below if you know it."
BAD_PREFILL = "The address named a subcontractor or a reason that is not known here. Fill in what is missing."


@spoc_only
@get_or_post
@sensitive_post_parameters()
def report(request: HttpRequest) -> HttpResponse:
    """A SPoC reports; `?call=` says that a call was not made by its organisation."""
    now, user = clock.now(), person_of(request)
    sender = selectors.sender_of_spoc(user.pk, now=now)
    if sender is None:
        return redirect("incidents-mine")
    form = ProformaForm(
        entered(request), sender=sender, today=now.date(),
        initial=_about_a_call(request),
    )  # fmt: skip
    return _answer(request, form)


@bmt_only
@get_or_post
@sensitive_post_parameters()
def enter(request: HttpRequest) -> HttpResponse:
    """BMT enters what came by email, or what it learnt: first whose it is, then the proforma.

    `?prime=&company=&reason=` fill it in for a subcontractor that was ended on the approved list.
    """
    now, sender = clock.now(), _sender_asked_for(request)
    if sender is None:
        return _whose(request)
    form = ProformaForm(
        entered(request), sender=sender, today=now.date(), by_team=True,
        initial=_about_a_subcontractor(request, sender),
    )  # fmt: skip
    return _answer(request, form)


def _answer(request: HttpRequest, form: ProformaForm) -> HttpResponse:
    if request.method == "POST":
        if form.pressed != SEND:
            form = form.again()
        elif form.is_valid() and (gone_on := _send(request, form)):
            return gone_on
    context = {"form": form, "by_team": form.by_team, "most": MOST_ROWS}
    context["whose"] = [("Prime provider organisation", form.sender.prime)]
    return render(request, "incidents/proforma.html", context)


def _send(request: HttpRequest, form: ProformaForm) -> HttpResponse | None:
    try:
        sent = services.send(
            prime_id=form.sender.prime_id, proforma=form.proforma(), token=form.cleaned_data["token"],
            at=clock.now(), actor=person_of(request),
        )  # fmt: skip
    except services.Incomplete:  # the list or the day has changed since the form was checked
        form.add_error(
            None, "Something has changed since this page was opened. Check what you entered, and send it again"
        )
        return None
    if form.by_team:
        messages.success(request, "The proforma is recorded. It can be assessed now.")
        return redirect("incidents-detail", sent.pk)
    messages.success(request, "Your proforma has been sent. We will tell you by email when it has been assessed.")
    return redirect("incidents-mine-detail", sent.pk)


def _whose(request: HttpRequest) -> HttpResponse:
    asked = request.GET.copy()
    form = WhoseForm(asked if "prime" in asked else None, primes=selectors.primes())
    if request.method == "POST" or not form.is_bound:
        form = WhoseForm(primes=selectors.primes())
    return render(request, "incidents/whose.html", {"form": form})


def _sender_asked_for(request: HttpRequest) -> selectors.Sender | None:
    number = row_number(request.GET.get("prime", ""))
    return selectors.sender(number, today=clock.today()) if number else None


def _about_a_call(request: HttpRequest) -> Mapping[str, Any]:
    if request.method == "POST" or "call" not in request.GET:
        return {}
    found = call_reference(request.GET["call"][:40])
    if not found:
        messages.info(request, BAD_CALL)
        return {}
    return {"call": found, key_of(0, "reason"): NOT_OUR_CALL}


def _about_a_subcontractor(request: HttpRequest, sender: selectors.Sender) -> Mapping[str, Any]:
    company, reason = request.GET.get("company", ""), request.GET.get("reason", "")
    if request.method == "POST" or not (company or reason):
        return {}
    initial: dict[str, Any] = {"how": How.TEAM.value, "received_on": clock.today()}
    number = row_number(company)
    if number in sender.subcontractors:
        initial[key_of(0, "subcontractor")] = str(number)
    if reason in set(Ended):
        initial[key_of(0, "reason")] = ENDED_WORDS[Ended(reason)]
    if (company and number not in sender.subcontractors) or (reason and reason not in set(Ended)):
        messages.info(request, BAD_PREFILL)
    return initial
