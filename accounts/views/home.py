"""The address of the console itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from ..permissions import anyone_signed_in


@anyone_signed_in
def home(request: HttpRequest) -> HttpResponse:
    """To the desk of the person's role."""
    try:
        return redirect(reverse("desk-home"))
    except NoReverseMatch:
        return render(request, "accounts/home.html")
