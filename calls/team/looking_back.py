"""The team leader's pages of what was done: departures to review, records called unclear, the day's failed checks."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.permissions import team_leaders_only
from accounts.views.whose import person_of
from core import clock
from core.methods import get_or_post

from ..services.reviewing import AlreadyReviewed, NoDeparture, OwnDeparture, review
from . import findings
from .forms import ReviewForm


@team_leaders_only
@require_safe
def departures(request: HttpRequest) -> HttpResponse:
    """Advice that departed from the table: to be reviewed, and reviewed lately (C9)."""
    found = findings.departures(now=clock.now())
    context = {
        "waiting": [each for each in found if each.review is None],
        "reviewed": [each for each in found if each.review is not None],
    }
    return render(request, "calls/team/departures.html", context)


@team_leaders_only
@get_or_post
def departure(request: HttpRequest, advice_id: int) -> HttpResponse:
    """One departure, to read and to review once."""
    found = findings.departure(advice_id)
    if found is None:
        raise Http404
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            note = form.cleaned_data["note"]
            review(advice_id=advice_id, note=note, leader=person_of(request), at=clock.now())
        except NoDeparture:
            raise Http404 from None
        except AlreadyReviewed:
            messages.info(request, "Somebody else has reviewed this meanwhile. Your note was not recorded.")
            return redirect("departure", advice_id)
        except OwnDeparture:
            form.add_error(None, "You gave this advice yourself: another team leader reviews it")
        else:
            messages.success(request, f"The departure in call {found.ref} is reviewed.")
            return redirect("departures")
    own = found.agent_id == request.user.pk
    return render(request, "calls/team/departure.html", {"departure": found, "form": form, "own": own})


@team_leaders_only
@require_safe
def unclear_records(request: HttpRequest) -> HttpResponse:
    """Records that agents called unclear, so that another question was asked (S3)."""
    return render(request, "calls/team/unclear.html", {"found": findings.unclear_records(now=clock.now())})


@team_leaders_only
@require_safe
def failed_checks(request: HttpRequest) -> HttpResponse:
    """The checks that failed today: never what was said or held."""
    now = clock.now()
    return render(
        request, "calls/team/failed_checks.html", {"found": findings.failed_checks(on=now.date()), "now": now}
    )
