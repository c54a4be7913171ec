"""Outages in the console: who declares, what every page shows, and what those outside are not told (L5, L6)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.rules import Role
from calls.models import Call
from core.clock import LONDON
from line.models import Expectation, Outage
from tests.accounts.factories import UserFactory, sign_in
from tests.calls.desk import Desk
from tests.html import assert_valid_html, text_of
from tests.providers.factories import ContractFactory, SpocFactory

from .factories import OutageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("L5")]
NOW = datetime(2026, 11, 20, 10, 30, tzinfo=LONDON)
LIST, DECLARE = reverse("outages"), reverse("outage-declare")
GOOD = {
    "nature": "The exchange is down", "to_do": "Please wait", "ends_at": "2.30pm",
    "ends_on_day": "20", "ends_on_month": "11", "ends_on_year": "2026",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock_at() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def signed_in(role: Role) -> Client:
    user = SpocFactory().user if role is Role.SPOC else UserFactory(role=role)
    return sign_in(Client(), user)


def words(response) -> str:
    return text_of(assert_valid_html(response))


def test_bmt_declares_puts_right_and_ends() -> None:
    bmt, told = signed_in(Role.BMT), "told by email. These providers have none, so tell them another way: Aire Works."
    SpocFactory.create_batch(2)
    ContractFactory(prime__name="Aire Works")
    declared = words(bmt.post(DECLARE, GOOD, follow=True))
    assert "expected to be over by 14:30 today" in declared
    assert f"The outage is declared. All 2 single points of contact are {told}" in declared
    outage = Outage.objects.get()
    assert "This is it" in words(bmt.post(DECLARE, GOOD, follow=True)).replace("this", "This")
    change = reverse("outage-put-right", args=[outage.pk])
    assert 'value="14:30"' in bmt.get(change).content.decode()
    same = {name: value for name, value in GOOD.items() if name != "nature"} | {"seen": "1"}
    assert "Nothing is changed, so no SPoC is told again" in words(bmt.post(change, same))
    unknown = {"to_do": "Wait on", "seen": "1", "ends_at": ""}
    changed = words(bmt.post(change, unknown, follow=True))
    assert f"What is expected is changed. All 2 single points of contact are {told}" in changed
    assert "not known yet how long" in changed
    assert "Nothing was changed" in words(bmt.post(change, unknown, follow=True))
    ending = reverse("outage-end", args=[outage.pk])
    over = words(bmt.post(ending, {"done": "Replaced"}, follow=True))
    assert f"Calls can be opened again. All 2 single points of contact are {told}" in over
    assert "cannot take calls" not in over
    assert "ended already" in words(bmt.post(ending, {"done": "Again"}, follow=True))
    assert "Replaced" in words(bmt.get(reverse("outage", args=[outage.pk])))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"nature": ""}, "Enter what the problem is"),
        ({"nature": "a\x00"}, "cannot be stored"),
        ({"ends_at": "25:00"}, "Enter a time of day, like 14:30"),
        ({"ends_at": "x" * 5000}, "10 characters or fewer"),
        ({"ends_at": ""}, "Enter the time as well"),
        ({"ends_on_day": "", "ends_on_month": "", "ends_on_year": ""}, "Enter the day as well"),
        ({"ends_on_day": "31"}, "must be a real date"),
        ({"ends_on_year": "2025"}, "must be in the future"),
        ({"to_do": ""}, "Enter what providers should do"),
    ],
)
def test_nonsense_is_told_and_kept(given: dict[str, str], message: str) -> None:
    response = signed_in(Role.BMT).post(DECLARE, GOOD | given)
    assert response.status_code == 200
    assert message in words(response)
    assert not Outage.objects.exists()


def test_whom_to_ring_and_which_primes_have_nobody_to_tell() -> None:
    reached, no_number = SpocFactory(telephone="0114 496 0000"), SpocFactory(telephone="")
    silent = ContractFactory(starts_on=NOW.date(), prime__name="Nobody There Ltd").prime
    ContractFactory(starts_on=NOW.date(), prime=reached.prime)
    ContractFactory(starts_on=NOW.date() + timedelta(days=1), prime__name="Not Yet Ltd")
    bmt = signed_in(Role.BMT)
    shown = words(bmt.post(DECLARE, GOOD, follow=True))
    assert f"{reached.user.full_name}, {reached.prime.name}: 0114 496 0000" in shown
    assert f"{no_number.user.full_name}, {no_number.prime.name}: no telephone number is held" in shown
    assert f"no single point of contact. Tell them another way: {silent.name}" in shown
    assert "Not Yet Ltd" not in shown
    agent = words(signed_in(Role.AGENT).get(reverse("outage", args=[Outage.objects.get().pk])))
    assert reached.user.full_name in agent
    assert "0114 496 0000" not in agent


@pytest.mark.parametrize("seen", ["", "x", "0", "9" * 30])
def test_a_page_that_was_tampered_with_changes_nothing(seen: str) -> None:
    outage, bmt = OutageFactory(), signed_in(Role.BMT)
    change = reverse("outage-put-right", args=[outage.pk])
    assert bmt.post(change, {"to_do": "x", "seen": seen}).status_code == 200
    assert Expectation.objects.count() == 1
    assert bmt.get(reverse("outage", args=[10**30])).status_code == 404
    assert bmt.get(LIST, {"page": "nonsense"}).status_code == 200


@pytest.mark.req("G1")
@pytest.mark.parametrize("role", list(Role))
def test_who_reads_and_who_declares(role: Role) -> None:
    outage, client = OutageFactory(), signed_in(role)
    for address in (DECLARE, *(reverse(name, args=[outage.pk]) for name in ("outage-put-right", "outage-end"))):
        for response in (client.get(address), client.post(address, GOOD)):
            assert (response.status_code == 403) is (role is not Role.BMT)
    for address in (LIST, reverse("outage", args=[outage.pk])):
        assert client.get(address).status_code == (403 if role is Role.SPOC else 200)


@pytest.mark.req("L6")
@pytest.mark.parametrize("role", list(Role))
def test_everyone_signed_in_sees_it_on_every_page_until_it_is_over(role: Role) -> None:
    client = signed_in(role)
    assert "Provider Direct cannot take calls" not in words(client.get("/desk/"))
    outage = OutageFactory(ends_at=NOW + timedelta(hours=4))
    for page in ("/desk/", reverse("account")):
        shown = words(client.get(page))
        assert outage.nature in shown
        assert "expected to be over by 14:30 today" in shown
    assert ("Please do not call." in shown) is (role is Role.SPOC)
    assert ("within two consecutive days" in shown) is (role is Role.SPOC)
    outage.ended_at, outage.ended_by, outage.done = NOW, outage.declared_by, "Mended"
    outage.save()
    assert outage.nature not in words(client.get("/desk/"))


def test_who_has_not_signed_in_is_told_that_there_is_one_and_no_more() -> None:
    OutageFactory(nature="Intruders in the network", ends_at=NOW + timedelta(hours=4))
    half_way = Client()
    half_way.force_login(UserFactory())
    for client in (Client(), half_way):
        shown = words(client.get("/sign-in/", follow=True))
        assert "Provider Direct cannot take calls" in shown
        assert "over by 14:30 today" in shown
        assert "Intruders" not in shown
        assert "Please do not call" not in shown


def test_no_call_is_opened_and_a_call_under_way_goes_on() -> None:
    desk = Desk().open()
    outage = OutageFactory()
    desk.caller()
    assert desk.slug == "purpose"
    assert "A call under way goes on." in desk.text
    second = Desk(on=desk.on)
    second.get("/calls/open/")
    assert "no call can be opened" in second.text
    assert outage.expectations.get().to_do in second.text
    second.post("/calls/open/", {"programme": second.programme.value})
    assert Call.objects.count() == 1
    assert "no call can be opened" in second.text
    home = words(second.client.get("/desk/"))
    assert "The line is out of service" in home
    assert "Open a call" not in text_of(assert_valid_html(second.client.get("/desk/")).find(".//main"))
    outage.ended_at, outage.ended_by, outage.done = NOW, outage.declared_by, "Mended"
    outage.save()
    second.open()
    assert second.slug == "caller"


@pytest.mark.req("L3")
def test_an_expected_end_that_has_passed_is_said_to_have_passed(clock_at: time_machine.Traveller) -> None:
    OutageFactory(ends_at=NOW + timedelta(minutes=5))
    clock_at.move_to(NOW + timedelta(minutes=6))
    assert "expected to be over by 10:35 today, and is not over yet" in words(Client().get("/sign-in/"))


def test_a_page_takes_one_query_for_it_and_the_list_as_many_however_long() -> None:
    client = signed_in(Role.BMT)

    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return sum("line_outage" in query["sql"] for query in queries)

    for number in range(3):
        OutageFactory(ended=True, declared_at=NOW - timedelta(days=number + 1))
    assert asked(reverse("account")) == 1
    few = asked(LIST)
    for number in range(30):
        OutageFactory(ended=True, declared_at=NOW - timedelta(days=number + 5))
    assert asked(LIST) == few


def test_pages_that_draw_no_banner_ask_nothing(django_assert_num_queries) -> None:
    from line.context import outage

    with django_assert_num_queries(0):
        outage(SimpleNamespace())  # type: ignore[arg-type]
