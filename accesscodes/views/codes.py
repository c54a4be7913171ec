"""BMT's page of codes. It shows dates and states; no page shows a code (A5)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import bmt_only, bmt_or_auditor
from accounts.rules import Role
from accounts.views.whose import person_of
from core import clock

from .. import selectors, services
from ..rules.calendar import issue_after, issue_covering


@bmt_or_auditor
@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """Every prime's code: when issued, from when in force, and what has become of it."""
    now = clock.now()
    context = {
        "rows": selectors.code_rows(now),
        "present": issue_covering(now),
        "next": issue_after(now),
        "may_make": person_of(request).role == Role.BMT,
    }
    return render(request, "accesscodes/codes.html", context)


@bmt_only
@require_POST
def make(request: HttpRequest, prime_id: int) -> HttpResponse:
    """Make this month's code for a prime that has none. Pressed twice, it has no further effect."""
    try:
        services.make_present_code(prime_id=prime_id, at=clock.now(), actor=person_of(request))
        messages.success(request, "The access code is made, encrypted and in force. No page shows it.")
    except services.CodeExists:
        messages.info(request, "This prime provider already has this month's access code. Nothing has changed.")
    except services.NotAPrime:
        raise Http404 from None
    return redirect("access-codes")
