"""What a team leader looks back on: departures, unclear records, failed checks; and what is never told there."""

import pytest
from django.test import Client

from accounts.rules import Role
from calls.models import Advice, DepartureReview
from tests.accounts.factories import UserFactory, sign_in
from tests.calls.desk import CODE, OPEN_HOURS, Desk
from tests.calls.guards import Guard, refused_by
from tests.calls.script import EMPLOYER, FREE, SAID, arrive, cast_for
from tests.calls.team.leader import Leader, team_leader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
WHY = "Told of a bereavement"


@pytest.fixture
def leader() -> Leader:
    return Leader()


@pytest.fixture
def departed(foretell) -> Desk:
    """A call with advice against the table."""
    foretell(FREE)
    desk = Desk()
    arrive(desk, "advice 1")
    desk.advise(given="departed", reason=WHY)
    return desk


def address(desk: Desk) -> str:
    return f"/board/departures/{Advice.objects.get(participant__call=desk.call).pk}/"


@pytest.mark.req("C9")
def test_a_departure_is_shown_with_its_facts_and_reviewed_once(departed: Desk, leader: Leader) -> None:
    shown = leader.reads("/board/departures/")
    table, advised = "Do not raise: contact details have changed", "Raise a compliance doubt"
    assert f"{departed.agent.full_name} {table} {advised} {WHY}" in shown
    page = leader.reads(address(departed))
    for fact in ("In receipt of benefit on the date Yes", "Address The same", "Contact numbers Different", WHY):
        assert fact in page
    assert f"The departure in call {departed.ref} is reviewed." in leader.posts(address(departed), note="We spoke")
    assert f"{leader.user.full_name} We spoke" in leader.reads("/board/departures/")
    assert "Your note was not recorded." in Leader().posts(address(departed), note="Too late")
    assert DepartureReview.objects.get().by == leader.user
    assert "Nothing is waiting for you." in leader.reads("/desk/")


@pytest.mark.req("C9", "G1")
def test_no_page_of_a_team_leader_says_who_it_was_about(departed: Desk, leader: Leader) -> None:
    person = departed.last.person
    for path in ("/board/departures/", address(departed), "/board/unclear-records/", "/board/failed-checks/"):
        content = leader.get(path).content.decode()
        for secret in (person.nino, person.full_name, person.addresses.get(ended_on=None).postcode, EMPLOYER, SAID):
            assert secret not in content


@pytest.mark.req("C9")
def test_nobody_reviews_their_own_departure(foretell) -> None:
    foretell(FREE)
    desk = Desk(agent=team_leader())
    arrive(desk, "advice 1")
    desk.advise(given="departed", reason=WHY)
    own = Leader(user=desk.agent)
    assert "Another team leader reviews it." in own.reads(address(desk))
    assert "There is a problem" in own.posts(address(desk), note="All well")
    advice = Advice.objects.get()
    refused_by(
        lambda: DepartureReview.objects.create(advice=advice, by=desk.agent, at=OPEN_HOURS, note="All well"),
        Guard("calls_departurereview", "calls_departurereview_of_a_departure"),
    )


@pytest.mark.req("C9")
@pytest.mark.parametrize("note", ["", "x" * 501, "QQ 12 34 56 C"])
def test_a_review_needs_a_note_that_names_nobody(departed: Desk, leader: Leader, note: str) -> None:
    assert "There is a problem" in leader.posts(address(departed), note=note)
    assert not DepartureReview.objects.exists()


@pytest.mark.req("C9")
@pytest.mark.parametrize("nobodys", [0, 999999, 2**70])
def test_a_departure_that_there_is_not(leader: Leader, nobodys: int) -> None:
    assert leader.get(f"/board/departures/{nobodys}/").status_code == 404


@pytest.mark.req("S3")
def test_a_record_called_unclear_is_listed_with_its_reason(leader: Leader, foretell) -> None:
    foretell(FREE)
    desk = Desk()
    arrive(desk, "mark 1", cast_for(desk))
    desk.send(judgement="unclear")
    assert desk.errors == ["Select what is unclear about the record"]
    desk.send(judgement="unclear", unclear="several")
    assert desk.slug == "question"
    shown = leader.reads("/board/unclear-records/")
    reason = "It holds several entries that contradict each other"
    assert f"{desk.agent.full_name} {desk.on.prime_name} Employment history {reason} Not decided" in shown


@pytest.mark.req("A5", "A13", "S6")
def test_the_days_failed_checks_come_without_what_was_said(leader: Leader, foretell) -> None:
    foretell(FREE)
    code = Desk().open().caller().purpose()
    code.code(CODE[::-1])
    check = Desk(on=code.on)
    arrive(check, "mark 1")
    check.send(judgement="does not match")
    shown = leader.reads("/board/failed-checks/")
    assert f"10:30 Access code {code.agent.full_name} {code.on.prime_name} {code.ref}" in shown
    assert f"10:30 Participant check: Employment history {check.agent.full_name} {check.on.prime_name}" in shown
    for secret in (CODE, CODE[::-1], EMPLOYER, SAID):
        assert secret not in shown


@pytest.mark.req("G1")
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.TEAM_LEADER}))
def test_they_are_for_team_leaders_alone(departed: Desk, role: Role) -> None:
    client = sign_in(Client(), UserFactory(role=role))
    for path in ("/board/departures/", address(departed), "/board/unclear-records/", "/board/failed-checks/"):
        assert client.get(path).status_code == 403
    assert client.post(address(departed), {"note": "All well"}).status_code == 403
    assert not DepartureReview.objects.exists()
