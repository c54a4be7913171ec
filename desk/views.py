"""One home page a role: what needs me now? And the desk aides, for anyone."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.permissions import anyone_signed_in, public
from accounts.rules import Role
from calls.misuse import PURPOSES
from core import clock
from figures.selectors import volumes
from programmes.policy import POLICIES

from . import selectors, spocs
from .attention import needs_of, waiting_for

if TYPE_CHECKING:
    from accounts.models import User

Context = dict[str, Any]


@anyone_signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page that everyone lands on after signing in, made for their role (G1)."""
    user = cast("User", request.user)
    now = clock.now()
    role = Role(user.role)
    template, context = HOMES[role]
    shown = {
        "today": now,
        "aides": selectors.aides(),
        "has_needs": bool(needs_of(role)),
        "waiting": waiting_for(user, now=now),
        **context(user, now),
    }
    return render(request, f"desk/{template}.html", shown)


@public
@require_safe
def desk_aide(request: HttpRequest, slug: str) -> HttpResponse:
    """Annex A of a programme's guidance, to read and print (R4)."""
    policy = next((policy for policy in POLICIES.values() if slugify(policy.name) == slug), None)
    if policy is None:
        raise Http404
    aide = policy.desk_aide
    context = {
        "policy": policy,
        "aide": aide,
        "columns": [policy.word(column) for column in aide.columns],
        "places": range(1, policy.most_in_one_call + 1),
        "if_not_reached": [policy.word(line) for line in policy.if_not_reached.say],
        "others": [other for other in selectors.aides() if other.slug != slug],
    }
    return render(request, "desk/desk_aide.html", context)


def _agent(user: "User", now: datetime) -> Context:
    return {"desk": selectors.agents_desk(user.pk, now=now)}


def _management(user: "User", now: datetime) -> Context:
    return {"desk": selectors.management_desk(now=now), "purposes": PURPOSES.values()}


def _spoc(user: "User", now: datetime) -> Context:
    desk = spocs.spocs_desk(user.pk, now=now)
    if desk is None:
        return {"desk": None}
    return {"desk": desk, "aides": selectors.aides(desk.programmes), "of_programmes": desk.programmes}


def _volumes(user: "User", now: datetime) -> Context:
    return {"volumes": volumes(on=now.date())}


# Each role's template, and what fills it. A test holds this against the roles that there are.
HOMES: Mapping[Role, tuple[str, Callable[["User", datetime], Context]]] = MappingProxyType(
    {
        Role.AGENT: ("agent", _agent),
        Role.TEAM_LEADER: ("team_leader", _agent),
        Role.BMT: ("management", _management),
        Role.SPOC: ("spoc", _spoc),
        Role.PERFORMANCE_MANAGER: ("performance_manager", _volumes),
        Role.AUDITOR: ("auditor", _volumes),
    }
)
