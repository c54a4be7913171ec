"""The figures' page and files: what is counted, when a day begins, who sees it, and what is never in it (G3, L3)."""

import csv
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.rules import Role
from calls.models import Call
from calls.rules import Outcome
from calls.selectors import calls_of, failed_codes
from core.clock import LONDON
from figures import selectors, tables
from figures.rules import Period
from figures.selectors import Advised, Asked
from programmes.types import AdviceRow, Programme
from tests.accounts.factories import UserFactory, sign_in
from tests.calls.desk import CODE, OPEN_HOURS, Desk
from tests.calls.past import past_call
from tests.circumstances.factories import FAILED_ON, participant
from tests.html import assert_valid_html, text_of
from tests.providers.factories import ProviderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("G3")]
PAGE = reverse("figures")
FRIDAY = date(2026, 11, 20)
THE_DAY = "first_day=20&first_month=11&first_year=2026&last_day=20&last_month=11&last_year=2026"


def opened(agent: User, *moments: datetime, **facts: object) -> None:
    """Calls as rows."""
    for at in moments:
        ended = {} if facts.get("outcome", "") is None else {"outcome": Outcome.COMPLETED, "ended_at": at}
        past_call(
            ref=f"B{Call.objects.count():07}", holder=agent, opened_at=at,
            **{"programme": Programme.WORK_PROGRAMME, **ended, **facts},
        )  # fmt: skip


def reader(role: Role = Role.BMT) -> Client:
    return sign_in(Client(), UserFactory(role=role))


def downloaded(client: Client, slug: str, query: str = THE_DAY) -> list[list[str]]:
    response = client.get(f"{reverse('figures-download', args=[slug])}?{query}")
    assert response.status_code == 200
    assert response.streaming
    return list(csv.reader(b"".join(response.streaming_content).decode("utf-8-sig").splitlines()))


@time_machine.travel(OPEN_HOURS, tick=False)
def test_what_a_day_of_calls_came_to() -> None:
    desk = Desk()
    first, second, third = (participant(prime=desk.on.prime) for _ in range(3))
    desk.through_the_code().advised_on(first, FAILED_ON).next("another")
    desk.identify(second).answer(second).failure_date(FAILED_ON).ask_for("address", "phone", "entitlement")
    desk.compare(address="same", phone="same").advise(given="departed", reason="Told of a bereavement").next("another")
    desk.identify(third).answer(third, right=False).next("finish").read_back()
    other = ProviderFactory(prime=True, name="=Other & Sons")
    agent = UserFactory(full_name="Agent Seldom")
    opened(agent, OPEN_HOURS, OPEN_HOURS + timedelta(hours=7), outcome=Outcome.NOT_ELIGIBLE, prime=other)
    opened(agent, OPEN_HOURS, outcome=None)
    client = reader()
    response = client.get(f"{PAGE}?{THE_DAY}")
    shown = text_of(assert_valid_html(response))
    for words in (
        "10am 3", "5pm 1 Busy", "Fri 20 November 2026 4", "Completed 1 0 1", "Caller not eligible 2 0 2",
        "Under way 1 0 1", "Raise: the claim is live 1 0 1", "Do not raise, against the guidance 1 0 1",
        "Inappropriate referrals avoided 0 0 0", "Participant check failed 1 0 1", "Participant check passed 2 0 2",
        f"Work Programme {desk.on.prime_name} 1 1 0 0 0 0 0 0 0 1 1 1",
        "Work Programme =Other & Sons 2 0 2 0 0 0 0 0 0 0 0 0",
        "Calls 4 Inappropriate referrals avoided 0 Failed checks 1",
    ):  # fmt: skip
        assert words in shown, words
    for person in (first, second, third):
        assert person.person.nino.encode() not in response.content
        assert person.person.full_name.encode() not in response.content
    for name in (agent.full_name, desk.agent.full_name, desk.on.caller_name, desk.call.ref):
        assert name.encode() not in response.content
    rows = downloaded(client, "providers")
    assert ["Work Programme", "'=Other & Sons", "2", "0", "2", *"000000000"] in rows
    every = downloaded(client, tables.EVERY)
    assert every[0] == list(tables.EVERY_COLUMNS)
    assert ["2026-11-20", "5pm", "Work Programme", "'=Other & Sons", "Caller not eligible", "1"] in every
    assert sum(int(row[-1]) for row in every[1:]) == 4


def test_a_referral_is_avoided_where_the_guidance_advised_against_it_and_nowhere_else() -> None:
    def row(kind: AdviceRow, *, given_raise: bool, departed: bool) -> Advised:
        return Advised("Work Programme", "Tandem", kind, given_raise, departed, 1)

    for advised, avoided in (
        (row(AdviceRow.DO_NOT_RAISE_NO_BENEFIT, given_raise=False, departed=False), 1),
        (row(AdviceRow.DO_NOT_RAISE_NO_BENEFIT, given_raise=True, departed=True), 0),
        (row(AdviceRow.RAISE_LIVE, given_raise=True, departed=False), 0),
        (row(AdviceRow.RAISE_LIVE, given_raise=False, departed=True), 0),
    ):
        assert (tables.AVOIDED, avoided, 0, avoided) in tables.advised([advised]).rows


@pytest.mark.req("A3", "A13", "G3")
@time_machine.travel(OPEN_HOURS, tick=False)
def test_a_code_that_was_not_tried_is_not_counted_as_failed() -> None:
    desk = Desk().open().caller().purpose()
    wrong = desk.code(CODE[::-1]).call
    desk.open().caller()
    desk.on.prime.access_codes.update(stopped_at=OPEN_HOURS)
    untried = desk.purpose().call
    assert (wrong.outcome, untried.outcome) == (Outcome.ACCESS_CODE_FAILED, Outcome.ACCESS_CODE_FAILED)
    assert wrong != untried
    shown = text_of(assert_valid_html(reader().get(f"{PAGE}?{THE_DAY}")))
    for words in ("Access code failed 1 0 1", "Access code not checked 1 0 1", "Access code check failed 1 0 1"):
        assert words in shown
    ends = [volume.ended for volume in selectors.volumes(on=FRIDAY)]
    assert ends == ["Access code failed", "Access code not checked"]
    assert [row[4:] for row in downloaded(reader(), tables.EVERY)[1:]] == [
        ["Access code failed", "1"], ["Access code not checked", "1"],
    ]  # fmt: skip
    assert [call.ref for call in failed_codes(on=FRIDAY)] == [wrong.ref]
    taken = sorted(line.ended for line in calls_of(desk.agent.pk, on=FRIDAY))
    assert taken == ["Access code failed", "Access code not checked"]


def test_only_what_was_asked_for_is_counted() -> None:
    agent, here, there = UserFactory(), ProviderFactory(prime=True), ProviderFactory(prime=True)
    opened(agent, OPEN_HOURS, prime=here)
    opened(agent, OPEN_HOURS, prime=there, programme=Programme.MANDATORY_WORK_ACTIVITY)
    opened(agent, OPEN_HOURS - timedelta(days=1), OPEN_HOURS + timedelta(days=1), prime=here)
    day = Period(FRIDAY, FRIDAY)
    for asked, calls in (
        (Asked(day), 2),
        (Asked(day, Programme.WORK_PROGRAMME), 1),
        (Asked(day, prime_id=there.pk), 1),
        (Asked(day, Programme.WORK_PROGRAMME, there.pk), 0),
        (Asked(Period(FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=1))), 4),
    ):
        assert sum(line.calls for line in selectors.lines(asked)) == calls
        assert sum(selectors.hours(asked).values()) == sum(selectors.days(asked).values()) == calls


@pytest.mark.req("L3")
def test_days_and_hours_are_those_of_london_on_both_sides_of_a_clock_change() -> None:
    agent = UserFactory()
    summer, winter = date(2026, 7, 1), date(2026, 10, 26)
    for day in (summer, winter):
        opened(agent, datetime(day.year, day.month, day.day, 0, 30, tzinfo=LONDON))
        opened(agent, datetime(day.year, day.month, day.day, 8, 5, tzinfo=LONDON))
        asked = Asked(Period(day, day))
        assert selectors.hours(asked) == {0: 1, 8: 1}
        assert selectors.days(asked) == {day: 2}
        assert selectors.days(Asked(Period(day - timedelta(days=1), day - timedelta(days=1)))) == {}


@pytest.mark.req("G1")
@pytest.mark.parametrize("role", list(Role))
def test_who_sees_figures(role: Role) -> None:
    client = reader(role)
    sees = role in {Role.BMT, Role.TEAM_LEADER, Role.PERFORMANCE_MANAGER, Role.AUDITOR}
    for address in (PAGE, f"{reverse('figures-download', args=['hours'])}?{THE_DAY}"):
        assert client.get(address).status_code == (200 if sees else 403)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("x=1", "Enter the first day"),
        (THE_DAY.replace("last_day=20", "last_day=19"), "same as or after the first day"),
        (THE_DAY.replace("first_year=2026", "first_year=1999"), "366 days or fewer"),
        (THE_DAY.replace("first_day=20", "first_day=99"), "must be a real date"),
        (f"{THE_DAY}&prime=999999999999999999999", "Select one of the answers"),
        (f"{THE_DAY}&programme=nonsense", "Select one of the answers"),
    ],
)
def test_nonsense_in_the_address_is_told(query: str, message: str) -> None:
    client = reader()
    assert message in text_of(assert_valid_html(client.get(f"{PAGE}?{query}")))
    response = client.get(f"{reverse('figures-download', args=['hours'])}?{query}", follow=True)
    assert message in text_of(assert_valid_html(response))


def test_no_calls_are_no_fault_and_an_unknown_table_is_not_there() -> None:
    client = reader()
    assert "No calls." in text_of(assert_valid_html(client.get(PAGE)))
    assert downloaded(client, "providers") == [list(("Programme", "Prime provider", *tables.PER_PROVIDER))]
    assert client.get(f"{reverse('figures-download', args=['secrets'])}?{THE_DAY}").status_code == 404


def test_the_page_takes_the_same_queries_however_many_calls(django_assert_num_queries) -> None:
    client, agent = reader(), UserFactory()
    # The session, the person, the device, the present outage, the prime providers, and five of ours.
    for number in range(2):
        opened(agent, *(OPEN_HOURS for _ in range(40 * number)), prime=ProviderFactory(prime=True))
        with django_assert_num_queries(10):
            client.get(f"{PAGE}?{THE_DAY}")
