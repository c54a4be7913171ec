"""Keeping the people who sign in: the business management team's pages (G1)."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from core.methods import get_or_post
from core.searching import address_of, asked_for

from .. import selectors, services
from ..addresses import invitation_path
from ..forms import CorrectPersonForm, PeopleFilterForm, PersonForm, RoleForm
from ..models import User
from ..permissions import bmt_only
from .whose import moment, person_of

PAGE_SIZE = 50
NOT_YOUR_OWN = "You cannot change your own account here. Ask a colleague in the business management team."
TAKEN = "Someone with this email address is here already"
LAST = "This is the last active person in the business management team. Add another first."
NO_LONGER = "This can no longer be done. Look at this page again."


@bmt_only
@get_or_post
def people(request: HttpRequest) -> HttpResponse:
    """Everyone, or those who are searched for: by POST, since the words are a name or an address."""
    form = PeopleFilterForm(request.POST if request.method == "POST" else asked_for(request, typed="text") or None)
    if request.method == "POST" and form.is_valid():
        return redirect(address_of(request, typed="text"))
    wanted = form.cleaned_data if form.is_valid() else {}
    found = selectors.people(text=wanted.get("text", ""), role=wanted.get("role") or None, active=wanted.get("active"))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "accounts/people.html", {"form": form, "page": page, "query": query.urlencode()})


@bmt_only
@get_or_post
def add_person(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = services.create_person(**form.cleaned_data, actor=person_of(request))
        except services.PersonExists:
            form.add_error("email", TAKEN)
        else:
            return invitation_page(request, invited, "added")
    return render(request, "accounts/add_person.html", {"form": form})


@bmt_only
@require_safe
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    found = get_object_or_404(selectors.people(), pk=user_id)
    own = found.pk == person_of(request).pk
    role_link = () if own else (reverse("change-role", args=[user_id]), "Change")
    correct_link = () if own else (reverse("correct-person", args=[user_id]), "Change")
    rows = [
        ("Name", found.full_name, *correct_link),
        ("Email address", found.email, *correct_link),
        ("Role", capfirst(found.role), *role_link),
        ("Added", moment(found.created_at)),
        ("Last signed in", moment(selectors.last_sign_in(found))),
    ]
    context = {"person": found, "own": own, "ready": found.has_usable_password(), "rows": rows}
    return render(request, "accounts/person.html", context | {"chain": f"person:{user_id}"})


@bmt_only
@get_or_post
def correct(request: HttpRequest, user_id: int) -> HttpResponse:
    """Put somebody's name or address right."""
    found = get_object_or_404(User, pk=user_id)
    form = CorrectPersonForm(request.POST or None, initial={"full_name": found.full_name, "email": found.email})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            return _do(
                request, found,
                lambda: services.correct_person(user_id=user_id, actor=person_of(request), **given),
                f"{given['full_name']} signs in with {given['email'].lower()}",
            )  # fmt: skip
        except services.PersonExists:
            form.add_error("email", TAKEN)
    return render(request, "accounts/correct_person.html", {"form": form, "person": found})


@bmt_only
@get_or_post
def change_role(request: HttpRequest, user_id: int) -> HttpResponse:
    found = get_object_or_404(User, pk=user_id)
    form = RoleForm(request.POST or None, initial={"role": found.role})
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        return _do(
            request, found, lambda: services.change_role(user_id=user_id, role=role, actor=person_of(request)),
            f"{found} is now: {role}",
        )  # fmt: skip
    return render(request, "accounts/change_role.html", {"form": form, "person": found})


@bmt_only
@get_or_post
def set_active(request: HttpRequest, user_id: int) -> HttpResponse:
    """Ask, then deactivate the person, or reactivate."""
    found = get_object_or_404(User, pk=user_id)
    active = request.resolver_match is not None and request.resolver_match.url_name == "reactivate-person"
    if request.method != "POST":
        return render(request, "accounts/set_active.html", {"person": found, "active": active})
    return _do(
        request, found, lambda: services.set_active(user_id=user_id, active=active, actor=person_of(request)),
        f"{found} is reactivated" if active else f"{found} is deactivated",
    )  # fmt: skip


@bmt_only
@get_or_post
def reset_second_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    """Ask, then reset, and show the new invitation link this once."""
    found = get_object_or_404(User, pk=user_id)
    if request.method != "POST":
        return render(request, "accounts/reset_second_factor.html", {"person": found})
    return _invite(
        request, found, lambda: services.reset_second_factor(user_id=user_id, actor=person_of(request)), "reset"
    )


@bmt_only
@get_or_post
def invite(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new link for someone whose last one was lost or is too old."""
    found = get_object_or_404(User, pk=user_id)
    if request.method != "POST":
        return redirect("person", user_id=user_id)
    return _invite(request, found, lambda: services.invite(user_id=user_id, actor=person_of(request)), "invited")


def invitation_page(
    request: HttpRequest, invited: services.Invited, what: str, *, back: tuple[str, str] | None = None
) -> HttpResponse:
    """The link, in the answer to this one request: it can not be shown again."""
    address = request.build_absolute_uri(invitation_path(invited.token))
    return render(
        request, "accounts/invited.html", {"person": invited.user, "address": address, "what": what, "back": back}
    )


def _invite(request: HttpRequest, found: User, act: Callable[[], services.Invited], what: str) -> HttpResponse:
    try:
        return invitation_page(request, act(), what)
    except services.NotYourOwn:
        messages.error(request, NOT_YOUR_OWN)
    except services.NotAllowed:
        messages.error(request, NO_LONGER)
    return redirect("person", user_id=found.pk)


def _do(request: HttpRequest, found: User, act: Callable[[], User], done: str) -> HttpResponse:
    try:
        act()
    except services.NotYourOwn:
        messages.error(request, NOT_YOUR_OWN)
    except services.LastBusinessManager:
        messages.error(request, LAST)
    except services.NotAllowed:
        messages.error(request, NO_LONGER)
    else:
        messages.success(request, done)
    return redirect("person", user_id=found.pk)
