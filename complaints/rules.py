"""Where a complaint stands, and who deals with it now (K1, K2, K3). Pure: no Django, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from accounts.rules import Role
from programmes.declaration import ComplaintRoute
from programmes.types import ComplaintStage, Programme

LONGEST = 2000
LONGEST_NAME = 200


class About(StrEnum):
    AGENT = "agent"
    SERVICE = "service"


class How(StrEnum):
    """How the complaint came."""

    TELEPHONE = "by telephone"
    EMAIL = "by email or letter"
    PORTAL = "from the SPoC's pages"


class State(StrEnum):
    """Where a complaint stands; derived from its stages, never stored."""

    OPEN = "waits for an answer"
    ANSWERED = "answered, the provider has not said whether it is satisfied"
    CLOSED = "closed"


# Whose page each stage is on. The Complaints Resolution Team and the manager's own manager do not use the console: the
# business management team records what they answered.
DEALS_WITH: Mapping[ComplaintStage, frozenset[Role]] = MappingProxyType(
    {
        ComplaintStage.AGENT: frozenset({Role.AGENT, Role.TEAM_LEADER}),
        ComplaintStage.TEAM_LEADER: frozenset({Role.TEAM_LEADER}),
        ComplaintStage.AGENTS_MANAGER: frozenset({Role.TEAM_LEADER}),
        ComplaintStage.MANAGERS_MANAGER: frozenset({Role.BMT}),
        ComplaintStage.RESOLUTION_TEAM: frozenset({Role.BMT}),
        ComplaintStage.PERFORMANCE_MANAGER: frozenset({Role.PERFORMANCE_MANAGER}),
    }
)
# Sent on paper, by the complaints template, before anyone there can answer (MWA 48).
BY_TEMPLATE = frozenset({ComplaintStage.RESOLUTION_TEAM})


@dataclass(frozen=True, kw_only=True)
class Received:
    """A complaint as it came. `call_ref` and `agent_said` are empty where the provider does not know."""

    programme: Programme
    about: About
    how: How
    contact: str
    what: str
    wants: str
    agent_said: str
    call_ref: str
    received_on: date


@dataclass(frozen=True)
class StageFacts:
    """What is recorded of one stage. `satisfied` is what the provider said of the answer; None until it has."""

    kind: ComplaintStage
    template_sent: bool
    answered: bool
    satisfied: bool | None


def stages(route: ComplaintRoute, about: About) -> tuple[ComplaintStage, ...]:
    """The stages of the route, in order."""
    return tuple(route.agent_stages if about is About.AGENT else route.service_stages)


def deals_with(role: Role) -> tuple[ComplaintStage, ...]:
    """The stages that wait for people of this role."""
    return tuple(kind for kind, roles in DEALS_WITH.items() if role in roles)


def state(recorded: Sequence[StageFacts], route: Sequence[ComplaintStage]) -> State:
    """Where a complaint stands. Nothing is closed without an answer at its last stage, or a satisfied provider."""
    last = recorded[-1]
    if not last.answered:
        return State.OPEN
    at_the_end = len(recorded) == len(route)
    return State.CLOSED if last.satisfied or (at_the_end and last.satisfied is not None) else State.ANSWERED


def next_stage(recorded: Sequence[StageFacts], route: Sequence[ComplaintStage]) -> ComplaintStage | None:
    """The stage to open now: the provider was not satisfied, and there is somebody further to go to."""
    return route[len(recorded)] if recorded[-1].satisfied is False and len(recorded) < len(route) else None


def may_answer(stage: StageFacts, *, role: Role, complained_of: bool) -> bool:
    """Whether someone of that role answers this stage. Nobody answers for themselves but where the route begins so."""
    if stage.answered or role not in DEALS_WITH[stage.kind]:
        return False
    return not complained_of or stage.kind is ComplaintStage.AGENT


def may_settle(how: How, *, role: Role) -> bool:
    """Whether someone of that role says if the provider is satisfied. A SPoC who complained here says so here (WP 54).

    The business management team records what it hears from a SPoC otherwise.
    """
    return how is not How.PORTAL or role in {Role.SPOC, Role.BMT}


def needs_template(stage: StageFacts) -> bool:
    """Whether the complaints template must be sent before an answer can come (MWA 48)."""
    return stage.kind in BY_TEMPLATE and not stage.template_sent
