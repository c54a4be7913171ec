"""Pages that say what went wrong."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..permissions import public


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was drawn before the last sign-in, or sent from somewhere else: nothing was saved."""
    page = request.path if request.method == "POST" else ""
    return render(request, "accounts/out_of_date.html", {"page": page}, status=HTTPStatus.FORBIDDEN)
