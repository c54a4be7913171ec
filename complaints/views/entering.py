"""Entering a complaint for a provider, by telephone or from the mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts.permissions import allow
from accounts.rules import Role
from accounts.views.whose import person_of
from core import clock
from core.methods import get_or_post

from .. import selectors, services
from ..forms import EnteredComplaintForm
from .shared import file_with


@allow(Role.AGENT, Role.TEAM_LEADER, Role.BMT)
@get_or_post
@sensitive_post_parameters()
def add(request: HttpRequest) -> HttpResponse:
    """Put a provider's complaint on record; whoever deals with the first stage finds it on their home page."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    primes = selectors.primes().values_list("pk", "name")
    form = EnteredComplaintForm(*sent, primes=primes, today=clock.today(), initial={"received_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        user = person_of(request)
        complaint = services.enter(
            prime_id=int(form.cleaned_data["prime"]), received=form.as_received(), token=form.cleaned_data["token"],
            actor=user, at=clock.now(),
            file=file_with(form),
        )  # fmt: skip
        messages.success(request, f"Complaint {complaint.pk} is on record")
        return redirect("complaints-one", complaint.pk)
    return render(request, "complaints/add.html", {"form": form, "back": "complaints"})
