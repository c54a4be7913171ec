"""Outages: declared, put right and ended by the business management team, read by everyone at work (L5)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.permissions import allow, bmt_only
from accounts.rules import Role
from accounts.views.whose import person_of
from core import clock
from core.methods import entered, get_or_post
from notices.selectors import posted
from providers.rules.telling import all_told_words

from .. import emails, outages, services
from ..forms import EndForm, ExpectationForm, OutageForm, PutRightForm
from ..models import Outage

at_work = allow(Role.BMT, Role.AGENT, Role.TEAM_LEADER, Role.PERFORMANCE_MANAGER, Role.AUDITOR)
OVER = "The outage had been ended already. Nothing was changed."
MOVED = "What is expected has been put right since that page was shown. Nothing was changed. This is what is said now."


@at_work
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every outage, the newest first."""
    page = Paginator(outages.outages(), 25).get_page(request.GET.get("page"))
    role = person_of(request).role
    present = outages.present_outage()
    context = {"page": page, "present": present, "keeps": role == Role.BMT, "reads_hours": role != Role.AGENT}
    return render(request, "line/outages.html", context)


@at_work
@require_safe
def detail(request: HttpRequest, outage_id: int) -> HttpResponse:
    """One outage: what SPoCs were told, and whom it has not reached yet."""
    outage = _outage(outage_id)
    said, now = outages.expectations(outage.pk), clock.now()
    context = {
        "outage": outage,
        "said": said,
        "told": outages.told(outage, said[0], at=now) if said else [],
        "without_spoc": outages.nobody_to_tell(outage, at=now),
        "keeps": person_of(request).role == Role.BMT,
    }
    return render(request, "line/outage.html", context)


@bmt_only
@get_or_post
def declare(request: HttpRequest) -> HttpResponse:
    """Say that the line cannot take calls."""
    form = OutageForm(entered(request))
    if request.method == "POST" and form.is_valid():
        try:
            outage = services.declare(nature=form.cleaned_data["nature"], **_expected(request, form))
        except services.OutageOpen as still:
            messages.info(request, "An outage is declared already: this is it. Nothing was changed.")
            return redirect("outage", still.outage_id)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"The outage is declared. {_told(emails.DECLARED, outage.about, outage)}")
            return redirect("outage", outage.pk)
    return render(request, "line/declare_outage.html", {"form": form})


@bmt_only
@get_or_post
def put_right(request: HttpRequest, outage_id: int) -> HttpResponse:
    """Say what is expected now."""
    outage = _outage(outage_id)
    if request.method != "POST":
        return _put_right_page(request, outage, PutRightForm(initial=_as_said(outage)))
    form = PutRightForm(request.POST)
    if form.is_valid():
        try:
            news = services.put_right(outage_id=outage.pk, seen=form.cleaned_data["seen"], **_expected(request, form))
        except services.OutageOver:
            messages.info(request, OVER)
            return redirect("outage", outage.pk)
        except services.Moved:
            messages.info(request, MOVED)
            return redirect("outage", outage.pk)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"What is expected is changed. {_told(emails.PUT_RIGHT, news.about, outage)}")
            return redirect("outage", outage.pk)
    return _put_right_page(request, outage, form)


@bmt_only
@get_or_post
def end(request: HttpRequest, outage_id: int) -> HttpResponse:
    """Say that the line can take calls again."""
    outage = _outage(outage_id)
    form = EndForm(entered(request))
    if request.method == "POST" and form.is_valid():
        try:
            over = services.end(
                outage_id=outage.pk, done=form.cleaned_data["done"], actor=person_of(request), at=clock.now()
            )
        except services.OutageOver:
            messages.info(request, OVER)
            return redirect("outage", outage.pk)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(
                request, f"The outage is over. Calls can be opened again. {_told(emails.OVER, over.about, over)}"
            )
            return redirect("outage", outage.pk)
    return render(request, "line/end_outage.html", {"form": form, "outage": outage})


def _told(kind: str, about: str, outage: Outage) -> str:
    without = outages.nobody_to_tell(outage, at=clock.now())
    return all_told_words(posted(kind=kind, about=about), [prime.name for prime in without])


def _outage(outage_id: int) -> Outage:
    found = outages.outages().filter(pk=outage_id).first()
    if found is None:
        raise Http404
    return found


def _expected(request: HttpRequest, form: ExpectationForm) -> dict[str, Any]:
    return {
        "ends_at": form.expected_end(),
        "to_do": form.cleaned_data["to_do"],
        "actor": person_of(request),
        "at": clock.now(),
    }


def _as_said(outage: Outage) -> dict[str, Any]:
    [newest, *_] = outages.expectations(outage.pk)
    ends_at = newest.ends_at.astimezone(clock.LONDON) if newest.ends_at else None
    return {
        "seen": newest.number,
        "ends_on": ends_at.date() if ends_at else None,
        "ends_at": f"{ends_at:%H:%M}" if ends_at else "",
        "to_do": newest.to_do,
    }


def _put_right_page(request: HttpRequest, outage: Outage, form: Form) -> HttpResponse:
    return render(request, "line/put_right.html", {"form": form, "outage": outage})
