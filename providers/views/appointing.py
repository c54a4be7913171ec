"""Inviting a single point of contact: the person, the invitation and the row of the list in one step (WP 16)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.permissions import bmt_only
from accounts.views.people import invitation_page
from accounts.views.whose import person_of
from core import clock
from core.methods import entered, get_or_post

from .. import services
from ..forms import InviteSpocForm
from .keeping import attempt
from .reading import provider_or_404


@bmt_only
@get_or_post
def invite_spoc(request: HttpRequest, provider_id: int) -> HttpResponse:
    """Someone new is shown their invitation link, once; someone who signed in before needs none."""
    prime = provider_or_404(provider_id, prime=True)
    form = InviteSpocForm(entered(request), initial={"started_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.appoint_spoc(
                prime_id=prime.pk, **form.values(), actor=person_of(request), now=clock.now()
            ),
        )  # fmt: skip
        if done and done.invited:
            return invitation_page(
                request, done.invited, "added", back=(reverse("providers:detail", args=[prime.pk]), prime.name)
            )
        if done:
            messages.success(request, f"{done.spoc.user} is a single point of contact of {prime}, and can sign in")
            return redirect("providers:detail", prime.pk)
    return render(request, "providers/invite_spoc.html", {"form": form, "provider": prime})
