"""BMT's pages of an issue: what runs when, run it by hand, how far it has come, whom to ring (A6, A9, A10)."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import bmt_only, bmt_or_auditor
from accounts.rules import Role
from accounts.views.whose import person_of
from audit.actions import Action
from audit.services import record
from core import clock

from .. import progress as reading
from .. import tasks
from ..rules.calendar import Issue, issue_after, issue_covering, issue_of
from ..rules.runs import may_be_run_by_hand, runs_due, runs_of

MONTHS_AHEAD, FIRST_YEAR, LAST_YEAR = 12, 2020, 2100


@bmt_or_auditor
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What has run and will run for the issue in force and the next, and the issues of a year ahead."""
    now = clock.now()
    present, coming = issue_covering(now), issue_after(now)
    later, after = [], coming
    for _ in range(MONTHS_AHEAD - 1):
        after = issue_after(after.in_force_from)
        later.append(after)
    shown = [
        {"issue": issue, "runs": [(run, run.at <= now) for run in runs_of(issue)],
         "may_run": may_be_run_by_hand(issue, now)}
        for issue in (present, coming)
    ]  # fmt: skip
    context = {"shown": shown, "present": present, "later": later, "now": now, "due": runs_due(now)}
    return render(request, "accesscodes/calendar.html", context | _runs(request))


@bmt_or_auditor
@require_safe
def progress(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """How far one issue has come, and who has not acknowledged it: on Monday, whom to ring."""
    now, issue = clock.now(), _issue(year, month)
    context = {
        "issue": issue,
        "progress": reading.progress(issue, now),
        "to_ring": issue.in_force_from <= now,
        "may_run": may_be_run_by_hand(issue, now),
        "over": issue.in_force_from < issue_covering(now).in_force_from,
        "now": now,
    }
    return render(request, "accesscodes/progress.html", context | _runs(request))


@bmt_or_auditor
@require_safe
def to_ring(request: HttpRequest) -> HttpResponse:
    """The issue in force, whichever it is: whom to ring (A10)."""
    present = issue_covering(clock.now()).issued_on
    return progress(request, present.year, present.month)


@bmt_only
@require_POST
def run(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Ask the workers to run an issue. Pressed again, it makes nothing twice."""
    issue = _issue(year, month)
    if not may_be_run_by_hand(issue, clock.now()):
        messages.info(request, "This issue cannot be run now. Nothing has changed.")
        return redirect("access-codes-calendar")
    with transaction.atomic():
        record(
            Action.ISSUE_RUN, chain="access codes", actor=person_of(request), subject=f"issue:{issue.issued_on}",
            at=clock.now(),
        )  # fmt: skip
    if tasks.ask_for_issue(issue.issued_on):
        messages.success(request, "The issue is running. What was made before is left as it is.")
    else:
        messages.info(request, "The workers cannot be reached. The issue runs by itself as soon as they are back.")
    return redirect("access-codes-progress", year, month)


def _issue(year: int, month: int) -> Issue:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise Http404
    return issue_of(year, month)


def _runs(request: HttpRequest) -> dict[str, bool]:
    return {"runs_issues": person_of(request).role == Role.BMT}
