"""What a team leader sees of calls: never who is asked about, what was said, or what LMS holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Prefetch, Q

from accounts.models import User
from accounts.rules import Role
from accounts.selectors import at_the_console
from programmes.policy import policy
from programmes.types import Programme

from .. import flow
from ..models import Call, HandOver, HelpRequest
from ..rules import MOST_PARTICIPANTS
from ..services.closing import absence
from ..state import State, load_all
from .rules import HelpReason

if TYPE_CHECKING:
    from django.db.models import QuerySet

UNKNOWN_PROVIDER = "Not recorded yet"
WANTED = Q(answered_at=None, withdrawn_at=None)


@dataclass(frozen=True)
class Help:
    """Help that is wanted: what about, in the agent's words if any, and for how many whole minutes."""

    id: int
    reason: str
    words: str
    minutes: int


@dataclass(frozen=True)
class BoardLine:
    """One call under way.

    `participant` is "participant 2 of up to 10", or nothing before the first; `absent` says why its agent is missed.
    """

    ref: str
    agent: str
    holder_id: int
    programme: str
    provider: str
    step: str
    participant: str
    minutes: int
    help: Help | None
    absent: str


@dataclass(frozen=True)
class HandedOver:
    """How a call came to its holder: when, from whom, and by whose hand."""

    at: datetime
    by: str
    former: str


@dataclass(frozen=True)
class Board:
    """All calls under way: those that want help first, the longest waiting first; then orphans; then the oldest."""

    lines: list[BoardLine]

    @property
    def wanting_help(self) -> int:
        return sum(line.help is not None for line in self.lines)

    @property
    def orphaned(self) -> int:
        return sum(bool(line.absent) for line in self.lines)


def board(*, now: datetime, machine_now: datetime) -> Board:
    """The live board. Five queries at most, however many calls there are; `machine_now` tells who is there."""
    states = load_all(list(_under_way().order_by("opened_at", "pk")))
    lines = [_line(state, now=now, machine_now=machine_now) for state in states]
    return Board(sorted(lines, key=_urgency))


def line_of(ref: str, *, now: datetime, machine_now: datetime) -> BoardLine | None:
    """One call under way as the board shows it, or None."""
    states = load_all(list(_under_way().filter(ref=ref)))
    return _line(states[0], now=now, machine_now=machine_now) if states else None


def help_wanted() -> int:
    """How many calls under way want help. One query."""
    return HelpRequest.objects.filter(WANTED, call__ended_at=None).count()


def orphaned(*, machine_now: datetime) -> int:
    """How many calls under way have lost their agent. One query."""
    holders = [call.holder for call in Call.objects.filter(ended_at=None).select_related("holder")]
    return sum(bool(absence(holder, now=machine_now)) for holder in holders)


def free_agents(*, machine_now: datetime) -> list[User]:
    """Agents at the console who hold no call, by name. One query."""
    there = at_the_console(Role.AGENT, seen_since=machine_now - settings.ORPHANED_AFTER)
    return list(there.exclude(calls__in=Call.objects.filter(ended_at=None)))


def handed_to(holder_id: int, *, ref: str) -> HandedOver | None:
    """How this person came to hold the call, where somebody else handed it to them. One query."""
    handed = HandOver.objects.filter(call__ref=ref).select_related("from_holder", "by").order_by("-pk").first()
    if handed is None or handed.to_holder_id != holder_id or handed.by_id == holder_id:
        return None
    return HandedOver(at=handed.at, by=handed.by.full_name, former=handed.from_holder.full_name)


def handed_calls(holder_id: int) -> int:
    """How many calls under way this person holds because somebody else handed them over: none or one. One query."""
    handed = HandOver.objects.filter(call__ended_at=None, call__holder=holder_id, to_holder=holder_id)
    return handed.exclude(by=holder_id).values("call").distinct().count()


def passed_on(ref: str, *, former_id: int) -> Call | None:
    """A call that this person held before, with its present holder; None where the person never did. One query."""
    handed = HandOver.objects.filter(call__ref=ref, from_holder=former_id).select_related("call__holder").first()
    return handed.call if handed else None


def _under_way() -> "QuerySet[Call]":
    wanted = Prefetch("help_requests", HelpRequest.objects.filter(WANTED), to_attr="help_wanted")
    calls = Call.objects.filter(ended_at=None).select_related("holder", "prime", "challenge")
    return calls.prefetch_related(wanted)


def _line(state: State, *, now: datetime, machine_now: datetime) -> BoardLine:
    call = state.call
    place = flow.present(state)
    [wanted] = call.help_wanted or [None]  # type: ignore[attr-defined]  # prefetched
    return BoardLine(
        ref=call.ref,
        agent=call.holder.full_name,
        holder_id=call.holder_id,
        programme=policy(Programme(call.programme)).name,
        provider=call.prime.name if call.prime else UNKNOWN_PROVIDER,
        step=place.step.label if place else "",
        participant=_participant(state, place.spot.number if place else None),
        minutes=_minutes(call.opened_at, now),
        help=_help(wanted, now) if wanted else None,
        absent=absence(call.holder, now=machine_now),
    )


def _participant(state: State, number: int | None) -> str:
    """Which participant is being dealt with, in the programme's word, as in the call's key facts; ten at most (L2)."""
    return f"{state.policy.participant} {number} of up to {MOST_PARTICIPANTS}" if number else ""


def _help(wanted: HelpRequest, now: datetime) -> Help:
    return Help(wanted.pk, HelpReason(wanted.reason).label, wanted.words, _minutes(wanted.asked_at, now))


def _urgency(line: BoardLine) -> tuple[bool, int, bool, int]:
    waiting = -line.help.minutes if line.help else 0
    return (line.help is None, waiting, not line.absent, -line.minutes)


def _minutes(since: datetime, now: datetime) -> int:
    return max(int((now - since).total_seconds()) // 60, 0)
