"""Each role's home page: what it shows, to whom, and what it never shows."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.rules import Role
from calls.models import Call
from calls.rules import Outcome
from calls.services.holding import hand_over
from core.clock import LONDON
from desk.attention import needs_of
from desk.views import HOMES
from line.models import Closure
from programmes.types import DeclinedPurpose, Programme
from tests.accesscodes.factories import AccessCodeFactory
from tests.accounts.factories import UserFactory, sign_in
from tests.calls.desk import CODE, OPEN_HOURS, Desk
from tests.calls.past import past_call
from tests.circumstances.factories import FAILED_ON, participant
from tests.html import assert_valid_html, text_of
from tests.providers.factories import (
    AuthorisedCallerFactory,
    ContractFactory,
    SpocFactory,
    WithdrawalFactory,
    eligible_caller,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]


def home_of(user: User) -> str:
    """All words of the person's home page."""
    return text_of(assert_valid_html(sign_in(Client(), user).get("/", follow=True)))


def calls_taken(agent: User, count: int, *, at: datetime = OPEN_HOURS, **facts: object) -> None:
    """Calls as rows, for pages that list many."""
    for number in range(count):
        defaults = {"outcome": Outcome.COMPLETED, "ended_at": at + timedelta(minutes=5)}
        past_call(
            ref=f"B{Call.objects.count():07}", holder=agent, programme=Programme.WORK_PROGRAMME,
            opened_at=at - timedelta(minutes=number), **{**defaults, **facts},
        )  # fmt: skip


@pytest.mark.req("G1")
def test_every_role_has_a_home_page() -> None:
    assert set(HOMES) == set(Role)


@pytest.mark.req("G1")
@pytest.mark.parametrize("role", list(Role))
def test_everyone_lands_on_a_whole_page(role: Role) -> None:
    assert "Friday 20 November 2026" in home_of(UserFactory(role=role))


@pytest.mark.req("G1")
def test_nobody_comes_in_without_signing_in() -> None:
    response = Client().get("/desk/")
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


class TestAgent:
    @pytest.mark.req("L1")
    def test_an_open_line_offers_a_call(self) -> None:
        shown = home_of(UserFactory())
        assert "The line is open" in shown
        assert "Open a call" in shown
        assert "minutes left" not in shown

    @pytest.mark.req("L1")
    def test_the_last_hour_counts_minutes(self, open_hours: time_machine.Traveller) -> None:
        open_hours.move_to(OPEN_HOURS.replace(hour=17, minute=18))
        assert "42 minutes left" in home_of(UserFactory())

    @pytest.mark.req("L1")
    def test_a_closed_line_says_when_it_opens(self, open_hours: time_machine.Traveller) -> None:
        Closure.objects.create(date=OPEN_HOURS.date() + timedelta(days=3), reason="staff training")
        open_hours.move_to(OPEN_HOURS.replace(hour=18, minute=0))
        agent = UserFactory()
        page = assert_valid_html(sign_in(Client(), agent).get("/desk/"))
        assert "The line opens on Tuesday 24 November 2026 at 08:00." in text_of(page)
        assert "/calls/open/" not in [link.get("href") for link in page.find(".//main").iter("a")]

    @pytest.mark.req("R5")
    def test_an_open_call_is_gone_back_to(self) -> None:
        desk = Desk().open()
        page = assert_valid_html(desk.client.get("/desk/"))
        [back] = [link for link in page.iter("a") if f"Go back to call {desk.call.ref}" in "".join(link.itertext())]
        desk.get(back.get("href"))
        assert desk.slug == "caller"

    @pytest.mark.req("R5")
    def test_a_call_that_was_handed_to_the_agent_says_so(self) -> None:
        desk, heir = Desk().open(), UserFactory()
        leader = UserFactory(role=Role.TEAM_LEADER)
        hand_over(ref=desk.ref, to_id=heir.pk, leader=leader, at=OPEN_HOURS)
        shown = home_of(heir)
        assert f"A call was handed to you at 10:30: {leader.full_name} passed it on" in shown
        assert f"Go back to call {desk.ref}" in shown

    @pytest.mark.req("R5")
    def test_an_open_call_is_gone_back_to_after_closing_time(self, open_hours: time_machine.Traveller) -> None:
        desk = Desk().open()
        open_hours.move_to(OPEN_HOURS.replace(hour=18, minute=5))
        sign_in(desk.client, desk.agent)
        assert f"Go back to call {desk.call.ref}" in text_of(assert_valid_html(desk.client.get("/desk/")))

    @pytest.mark.req("R3", "S7")
    def test_todays_own_calls_say_nothing_of_participants(self) -> None:
        desk = Desk()
        referral = participant(prime=desk.on.prime)
        desk.through_the_code().identify(referral).answer(referral)
        desk.failure_date(FAILED_ON).ask_for("entitlement", accept=("address", "phone"))
        desk.compare(address="same", phone="same").advise().next("finish").read_back()
        response = desk.client.get("/desk/")
        shown = text_of(assert_valid_html(response))
        assert desk.call.ref in shown
        assert "Completed" in shown
        assert desk.on.prime_name in shown
        for secret in (referral.person.nino, referral.person.full_name, referral.person.addresses.get().postcode, CODE):
            assert secret.encode() not in response.content

    @pytest.mark.req("R3")
    def test_yesterdays_and_others_calls_are_not_listed(self) -> None:
        agent = UserFactory()
        calls_taken(agent, 1, at=OPEN_HOURS - timedelta(days=1))
        calls_taken(UserFactory(), 1)
        assert "You have taken no calls today." in home_of(agent)


class TestTeamLeader:
    @pytest.mark.req("C9", "R5")
    def test_what_waits_comes_first(self, open_hours: time_machine.Traveller) -> None:
        leader = UserFactory(role=Role.TEAM_LEADER)
        assert "Nothing is waiting for you." in home_of(leader)
        asking = Desk().open()
        asking.send(help="advice")
        gone = Desk(on=asking.on).open()
        gone.client.post("/sign-out/", {"anyway": "yes"})
        shown = home_of(leader)
        assert "1 call wants help 1 call has lost its agent" in shown
        assert asking.agent.full_name not in shown

    @pytest.mark.req("C9")
    def test_an_agent_sees_nothing_of_the_team(self) -> None:
        shown = home_of(UserFactory())
        assert "Your team" not in shown
        assert "Live board" not in shown


class TestManagement:
    @pytest.fixture
    def manager(self) -> User:
        return UserFactory(role=Role.BMT)

    def test_a_quiet_day_says_so(self, manager: User) -> None:
        shown = home_of(manager)
        assert "Every prime provider with a contract has a code." in shown
        assert "Every prime provider with a contract has an accepted plan." in shown
        assert "The service is withdrawn from no prime provider." in shown
        assert shown.count("None today.") == 2

    @pytest.mark.req("A1", "A5")
    def test_primes_that_cannot_be_served_are_named(self, manager: User) -> None:
        coded = eligible_caller()
        AccessCodeFactory(prime=coded.prime, text=CODE, at=OPEN_HOURS)
        bare = ContractFactory().prime
        WithdrawalFactory(prime=coded.prime)
        page = assert_valid_html(sign_in(Client(), manager).get("/desk/"))
        cards = {card.get("aria-labelledby"): text_of(card) for card in page.iter("section")}
        assert "force: 1" in cards["without-code"]
        assert bare.name in cards["without-code"]
        assert bare.name in cards["without-plan"]
        assert coded.prime_name not in cards["without-code"] + cards["without-plan"]
        assert f"{coded.prime_name} , since 5 January 2026" in cards["withdrawn"]
        assert CODE not in text_of(page)

    def test_a_prime_without_a_contract_needs_neither(self, manager: User) -> None:
        over = ContractFactory(ends_on=OPEN_HOURS.date() - timedelta(days=1)).prime
        assert over.name not in home_of(manager)

    @pytest.mark.req("E7")
    def test_callers_found_not_eligible_come_with_every_reason(self, manager: User) -> None:
        desk = Desk().open()
        desk.caller(caller_name="Someone Else", prime="Nobody Known")
        desk.caller(caller_name="Someone Else", prime="Nobody Known", confirmed="on")
        assert desk.call.outcome == Outcome.NOT_ELIGIBLE
        shown = home_of(manager)
        assert f"{desk.call.ref} 10:30 Someone Else of {desk.on.company_name}, for Nobody Known" in shown
        assert "The prime provider is not on the approved provider list" in shown

    @pytest.mark.req("A3", "A5")
    def test_failed_codes_name_the_caller_but_no_character(self, manager: User) -> None:
        desk = Desk().open().caller().purpose()
        desk.code(CODE[::-1])
        assert desk.call.outcome == Outcome.ACCESS_CODE_FAILED
        shown = home_of(manager)
        assert f"{desk.call.ref} 10:30 {desk.on.prime_name} {desk.on.caller_name} of {desk.on.company_name}" in shown
        assert CODE not in shown

    @pytest.mark.req("E5")
    def test_declined_purposes_count_against_the_provider(self, manager: User) -> None:
        prime = eligible_caller().prime
        agent = UserFactory()
        declined = {"outcome": Outcome.PURPOSE_DECLINED, "prime": prime}
        calls_taken(agent, 3, declined=DeclinedPurpose.JOB_OUTCOME, **declined)
        calls_taken(agent, 1, declined=DeclinedPurpose.OTHER, **declined)
        calls_taken(agent, 1, declined=DeclinedPurpose.OTHER, at=OPEN_HOURS - timedelta(days=31), **declined)
        shown = home_of(manager)
        assert f"{prime.name} 3 0 1 4 Available" in shown


class TestOverseers:
    @pytest.mark.req("R3")
    @pytest.mark.parametrize("role", [Role.PERFORMANCE_MANAGER, Role.AUDITOR])
    def test_see_counts_and_nobody(self, role: Role) -> None:
        agent = UserFactory(full_name="Agent Seldom")
        calls_taken(agent, 2)
        calls_taken(agent, 1, outcome=None, ended_at=None)
        shown = home_of(UserFactory(role=role))
        assert "Work Programme Completed 2 Work Programme Under way 1" in shown
        assert "Agent Seldom" not in shown

    @pytest.mark.req("G2")
    def test_the_auditor_is_led_to_the_record(self) -> None:
        page = assert_valid_html(sign_in(Client(), UserFactory(role=Role.AUDITOR)).get("/desk/"))
        assert "/audit/" in [link.get("href") for link in page.find(".//main").iter("a")]


SIGNED_IN = 4  # the session, the person, the device, the present outage
QUERIES = {
    Role.AGENT: SIGNED_IN + 3,
    Role.TEAM_LEADER: SIGNED_IN + 3,
    Role.BMT: SIGNED_IN + 9,
    Role.SPOC: SIGNED_IN + 11,
    Role.PERFORMANCE_MANAGER: SIGNED_IN + 1,
    Role.AUDITOR: SIGNED_IN + 1,
}


@pytest.mark.parametrize("many", [1, 12])
@pytest.mark.parametrize("role", list(Role))
def test_a_home_page_takes_the_same_number_of_queries_whatever_it_lists(
    role: Role, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = SpocFactory().user if role is Role.SPOC else UserFactory(role=role)
    for _ in range(many):
        on = eligible_caller()
        calls_taken(UserFactory(), 1, outcome=None, ended_at=None, prime=on.prime)
        calls_taken(user, 1, outcome=Outcome.NOT_ELIGIBLE, reasons_against=["WITHDRAWN"], prime=on.prime)
        calls_taken(user, 1, outcome=Outcome.PURPOSE_DECLINED, declined=DeclinedPurpose.OTHER, prime=on.prime)
        ContractFactory()
        WithdrawalFactory()
        if role is Role.SPOC:
            AuthorisedCallerFactory(prime=user.spocs.get().prime)
    client = sign_in(Client(), user)
    client.get("/desk/")
    with django_assert_num_queries(QUERIES[role] + len(needs_of(role))):
        assert client.get("/desk/").status_code == 200


@pytest.mark.req("L1")
def test_a_day_is_a_day_in_london(open_hours: time_machine.Traveller) -> None:
    agent = UserFactory()
    open_hours.move_to(datetime(2026, 7, 1, 9, tzinfo=LONDON))
    calls_taken(agent, 1, at=datetime(2026, 7, 1, 0, 30, tzinfo=LONDON))
    assert "B0000000" in home_of(agent)
