"""A SPoC's own page of codes: dates and states, acknowledging, and what was sent. Never a code (A5, A8)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import spoc_only
from accounts.views.whose import person_of
from core import clock
from providers.selectors import plan_accepted, spoc_of

from .. import progress, selectors, services, watch
from ..rules.calendar import issue_after
from ..rules.copies import How


@spoc_only
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everything starts from the SPoC's own row, so that no other prime can come in (G1)."""
    now, user = clock.now(), person_of(request)
    spoc, coming = spoc_of(user.pk, now), issue_after(now)
    codes = selectors.live_codes(spoc.prime_id, now) if spoc else []
    if any(code.issued_on == coming.issued_on for code in codes):
        coming = issue_after(coming.in_force_from)  # that one has come already
    context = {
        "spoc": spoc,
        "codes": [(code, selectors.code_state(code, now)) for code in codes],
        "copies": progress.of_spoc(spoc.pk, spoc.prime_id, now) if spoc else [],
        "planned": spoc is not None and plan_accepted(spoc.prime_id, today=now.date()),
        "hold": watch.hold_of(spoc.prime_id, now) if spoc else None,
        "told": progress.told(user.pk),
        "next": coming,
    }
    return render(request, "accesscodes/mine.html", context)


@spoc_only
@require_POST
def acknowledge_mine(request: HttpRequest, copy_id: int) -> HttpResponse:
    """The SPoC has its document: the unlock code goes. Pressed twice, it has no further effect (A8)."""
    now, user = clock.now(), person_of(request)
    spoc = spoc_of(user.pk, now)
    own = progress.of_spoc(spoc.pk, spoc.prime_id, now) if spoc else []
    if copy_id not in {copy.id for copy in own}:
        raise Http404
    try:
        services.acknowledge(copy_id=copy_id, how=How.PORTAL, at=now, actor=user)
        messages.success(request, "Thank you. The unlock code is on its way to you in a separate email.")
    except (services.NotYetSent, services.Superseded):
        messages.info(request, "There is nothing to acknowledge here now. This is how things stand.")
    return redirect("access-codes-mine")
