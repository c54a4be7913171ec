"""When the line is open, and the days on which it is closed (L1)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.permissions import bmt_only, overseers
from accounts.rules import Role
from accounts.views.whose import person_of
from core import clock
from core.dates import in_words, with_weekday
from core.methods import entered, get_or_post

from .. import rules, selectors, services
from ..forms import ClosureForm
from ..models import Closure


@overseers
@require_safe
def hours(request: HttpRequest) -> HttpResponse:
    """The line now, its hours, closures and the next bank holidays."""
    now = clock.now()
    context = {
        "line": selectors.line_state(now),
        "closures": selectors.upcoming_closures(today=now.date()),
        "past": selectors.past_closures(today=now.date()),
        "holidays": selectors.upcoming_bank_holidays(today=now.date()),
        "keeps": person_of(request).role == Role.BMT,
    }
    return render(request, "line/hours.html", context)


@bmt_only
@get_or_post
def add_closure(request: HttpRequest) -> HttpResponse:
    """Close the line for a day."""
    form = ClosureForm(entered(request))
    if request.method == "POST" and form.is_valid():
        day, reason = form.cleaned_data["date"], form.cleaned_data["reason"]
        try:
            services.add_closure(day=day, reason=reason, actor=person_of(request), today=clock.today())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"The line is closed on {in_words(day)}")
            return redirect("line:hours")
    return render(request, "line/add_closure.html", {"form": form})


@bmt_only
@get_or_post
def remove_closure(request: HttpRequest, closure_id: int) -> HttpResponse:
    """Ask, then open the line again on a day that is not over."""
    if request.method != "POST":
        closure = get_object_or_404(Closure, pk=closure_id)
        return render(request, "line/remove_closure.html", {"closure": closure})
    try:
        day = services.remove_closure(closure_id=closure_id, actor=person_of(request), today=clock.today())
    except Closure.DoesNotExist:
        messages.success(request, "The line was opened again on that day already")
    except services.ClosurePast:
        messages.error(request, "That day is over: the closure stays on record")
    else:
        opens = rules.is_open_day(day, selectors.closed_days(since=day))
        then = "The line is open again on that day" if opens else "The line stays shut: it does not open on such a day"
        messages.success(request, f"The closure of {with_weekday(day)} is removed. {then}")
    return redirect("line:hours")
