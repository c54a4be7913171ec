"""What needs me now? One line for each thing that waits for a role, on the home page of whoever has that role.

A room that has something waiting for somebody offers its count as a selector, and gets one line in NEEDS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse

from accesscodes import waiting as codes
from accesscodes.watch import codes_on_hold, open_alerts
from accounts.rules import Role
from calls.misuse import many as many_declined
from calls.statement import failed_since_change
from calls.team.findings import departures_to_review
from calls.team.selectors import handed_calls, help_wanted, orphaned
from complaints import selectors as complaints
from core import clock
from incidents import selectors as incidents
from line.outages import overdue as overdue_outages
from notices.selectors import waiting_for_a_person
from providers import plans
from providers.own import stranded_callers

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Need:
    """Something that waits for a role. `count` takes the person and the time, and one query."""

    roles: frozenset[Role]
    one: str
    many: str
    url_name: str
    count: Callable[["User", datetime], int]


@dataclass(frozen=True)
class Waiting:
    """A need as shown: how many, in which words, and where to deal with them."""

    count: int
    words: str
    href: str


BMT = frozenset({Role.BMT})
SPOC = frozenset({Role.SPOC})
TEAM_LEADERS = frozenset({Role.TEAM_LEADER})
LATELY = timedelta(days=7)

# In the order in which they are shown: what turns callers away first.
NEEDS: tuple[Need, ...] = (
    Need(
        roles=BMT, one="access code is on hold", many="access codes are on hold", url_name="access-codes-alerts",
        count=lambda user, now: codes_on_hold(now).count(),
    ),
    Need(
        roles=BMT, one="alert to look at", many="alerts to look at", url_name="access-codes-alerts",
        count=lambda user, now: open_alerts().count(),
    ),
    Need(
        roles=frozenset({Role.AGENT}), one="call was handed to you", many="calls were handed to you",
        url_name="calls:open", count=lambda user, now: handed_calls(user.pk),
    ),
    Need(
        roles=TEAM_LEADERS, one="call wants help", many="calls want help", url_name="board",
        count=lambda user, now: help_wanted(),
    ),
    Need(
        roles=TEAM_LEADERS, one="call has lost its agent", many="calls have lost their agent", url_name="board",
        count=lambda user, now: orphaned(machine_now=clock.machine_now()),
    ),
    Need(
        roles=TEAM_LEADERS, one="departure from the advice table to review",
        many="departures from the advice table to review", url_name="departures",
        count=lambda user, now: departures_to_review(),
    ),
    Need(
        roles=BMT, one="outage goes on past its expected end, or without one",
        many="outages go on past their expected end, or without one", url_name="outages",
        count=lambda user, now: overdue_outages(now),
    ),
    Need(
        roles=BMT, one="SPoC has not acknowledged the code in force: ring them",
        many="SPoCs have not acknowledged the code in force: ring them", url_name="access-codes-to-ring",
        count=lambda user, now: codes.to_ring(now),
    ),
    Need(
        roles=BMT, one="prime provider has no SPoC: no code can be sent to it",
        many="prime providers have no SPoC: no code can be sent to them", url_name="access-codes",
        count=lambda user, now: codes.without_spoc(now),
    ),
    Need(
        roles=SPOC, one="access code document to acknowledge: only then is the unlock code sent",
        many="access code documents to acknowledge: only then are the unlock codes sent", url_name="access-codes-mine",
        count=lambda user, now: codes.to_acknowledge(user.pk, now),
    ),
    Need(
        roles=BMT, one="email needs a decision", many="emails need a decision", url_name="notices:outbox",
        count=lambda user, now: waiting_for_a_person().count(),
    ),
    Need(
        roles=BMT, one="potential security incident to assess", many="potential security incidents to assess",
        url_name="incidents", count=lambda user, now: incidents.to_assess(),
    ),
    Need(
        roles=BMT, one="security plan to assess", many="security plans to assess", url_name="providers:plans",
        count=lambda user, now: plans.to_assess(),
    ),
    Need(
        roles=SPOC, one="security plan to send", many="security plans to send", url_name="plans-mine",
        count=lambda user, now: plans.to_send(user.pk, now=now),
    ),
    Need(
        roles=SPOC, one="failed access code check since the code changed",
        many="failed access code checks since the code changed", url_name="calls-statement",
        count=lambda user, now: failed_since_change(user.pk, now=now),
    ),
    Need(
        roles=SPOC, one="authorised caller whose organisation has left your supply chain",
        many="authorised callers whose organisation has left your supply chain", url_name="callers-mine",
        count=lambda user, now: stranded_callers(user.pk, now=now),
    ),
    Need(
        roles=BMT, one="prime provider with many declined calls",
        many="prime providers with many declined calls", url_name="calls:declined",
        count=lambda user, now: many_declined(now.date()),
    ),
    Need(
        roles=SPOC, one="decision in the last week on a potential security incident",
        many="decisions in the last week on potential security incidents", url_name="incidents-mine",
        count=lambda user, now: incidents.decided_since(user.pk, since=now - LATELY, now=now),
    ),
    Need(
        roles=frozenset({Role.AGENT, Role.TEAM_LEADER, Role.BMT, Role.PERFORMANCE_MANAGER}),
        one="complaint waits for an answer", many="complaints wait for an answer", url_name="complaints",
        count=lambda user, now: complaints.waiting_for(user),
    ),
    Need(
        roles=frozenset({Role.SPOC}), one="answer to your complaint", many="answers to your complaints",
        url_name="complaints-mine", count=lambda user, now: complaints.answered_for(user.pk, now=now),
    ),
)  # fmt: skip


def needs_of(role: Role) -> tuple[Need, ...]:
    return tuple(need for need in NEEDS if role in need.roles)


def waiting_for(user: "User", *, now: datetime) -> list[Waiting]:
    """What waits for this person. As many queries as their role has needs."""
    counted = [(need, need.count(user, now)) for need in needs_of(Role(user.role))]
    return [
        Waiting(count, need.one if count == 1 else need.many, reverse(need.url_name))
        for need, count in counted
        if count
    ]
