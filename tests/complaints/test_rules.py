"""The routes of a complaint, as the guidance has them, and where one stands."""

import pytest

from accounts.rules import Role
from complaints.rules import (
    DEALS_WITH,
    About,
    StageFacts,
    State,
    deals_with,
    may_answer,
    needs_template,
    next_stage,
    stages,
    state,
)
from programmes.policy import POLICIES
from programmes.types import ComplaintStage, Programme

WP, MWA = (POLICIES[programme].complaint_route for programme in Programme)


def stage(kind: ComplaintStage, *, satisfied: bool | None = None, answered: bool = True, sent: bool = False):
    return StageFacts(kind=kind, template_sent=sent, answered=answered, satisfied=satisfied)


@pytest.mark.req("K1")
def test_the_work_programmes_agents_manager_then_the_managers_own() -> None:
    assert stages(WP, About.AGENT) == (ComplaintStage.AGENTS_MANAGER, ComplaintStage.MANAGERS_MANAGER)


@pytest.mark.req("K2")
def test_mandatory_work_activity_goes_from_agent_to_team_leader_to_the_resolution_team() -> None:
    assert stages(MWA, About.AGENT) == (
        ComplaintStage.AGENT, ComplaintStage.TEAM_LEADER, ComplaintStage.RESOLUTION_TEAM,
    )  # fmt: skip


@pytest.mark.req("K3")
@pytest.mark.parametrize("route", [WP, MWA], ids=["wp", "mwa"])
def test_the_service_is_the_performance_managers(route) -> None:
    assert stages(route, About.SERVICE) == (ComplaintStage.PERFORMANCE_MANAGER,)


@pytest.mark.req("K1", "K2", "K3")
def test_every_stage_has_somebody_to_deal_with_it() -> None:
    assert set(DEALS_WITH) == set(ComplaintStage)
    assert all(DEALS_WITH.values())
    assert deals_with(Role.AUDITOR) == ()
    assert deals_with(Role.SPOC) == ()


@pytest.mark.req("K1")
@pytest.mark.parametrize(
    ("recorded", "stands", "then"),
    [
        ([stage(ComplaintStage.AGENTS_MANAGER, answered=False)], State.OPEN, None),
        ([stage(ComplaintStage.AGENTS_MANAGER)], State.ANSWERED, None),
        ([stage(ComplaintStage.AGENTS_MANAGER, satisfied=True)], State.CLOSED, None),
        ([stage(ComplaintStage.AGENTS_MANAGER, satisfied=False)], State.ANSWERED, ComplaintStage.MANAGERS_MANAGER),
        (
            [
                stage(ComplaintStage.AGENTS_MANAGER, satisfied=False),
                stage(ComplaintStage.MANAGERS_MANAGER, answered=False),
            ],
            State.OPEN,
            None,
        ),
        (
            [stage(ComplaintStage.AGENTS_MANAGER, satisfied=False), stage(ComplaintStage.MANAGERS_MANAGER)],
            State.ANSWERED,
            None,
        ),
        (
            [
                stage(ComplaintStage.AGENTS_MANAGER, satisfied=False),
                stage(ComplaintStage.MANAGERS_MANAGER, satisfied=False),
            ],
            State.CLOSED,
            None,
        ),
    ],
    ids=["new", "answered", "satisfied", "not satisfied", "second stage", "second answer", "the end"],
)
def test_where_it_stands_and_where_it_goes(recorded, stands: State, then: ComplaintStage | None) -> None:
    route = stages(WP, About.AGENT)
    assert state(recorded, route) is stands
    assert next_stage(recorded, route) is then


@pytest.mark.req("K2")
def test_the_template_comes_before_the_resolution_teams_answer() -> None:
    assert needs_template(stage(ComplaintStage.RESOLUTION_TEAM, answered=False))
    assert not needs_template(stage(ComplaintStage.RESOLUTION_TEAM, answered=False, sent=True))
    assert not needs_template(stage(ComplaintStage.TEAM_LEADER, answered=False))


@pytest.mark.req("K1", "K2")
def test_nobody_answers_for_themselves_but_where_the_route_begins_so() -> None:
    first, second = stage(ComplaintStage.AGENT, answered=False), stage(ComplaintStage.TEAM_LEADER, answered=False)
    assert may_answer(first, role=Role.AGENT, complained_of=True)
    assert may_answer(second, role=Role.TEAM_LEADER, complained_of=False)
    assert not may_answer(second, role=Role.TEAM_LEADER, complained_of=True)
    assert not may_answer(second, role=Role.BMT, complained_of=False)
    assert not may_answer(stage(ComplaintStage.AGENT), role=Role.AGENT, complained_of=False)
