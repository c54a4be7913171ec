from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.rules import Role
from core import clock
from line.models import Closure
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of

from .factories import ClosureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("L1")]
HOURS, ADD = reverse("line:hours"), reverse("line:add-closure")


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 20, 11, tzinfo=clock.LONDON), tick=False):
        yield


@pytest.fixture
def bmt() -> Client:
    return sign_in(Client(), UserFactory(role=Role.BMT))


def page(response) -> str:
    return text_of(assert_valid_html(response))


def entered(day, reason: str) -> dict[str, str]:
    return {"date_day": str(day.day), "date_month": str(day.month), "date_year": str(day.year), "reason": reason}


@pytest.mark.req("G1")
@pytest.mark.parametrize("role", Role)
def test_who_may_read_and_who_may_close(role: Role) -> None:
    client = sign_in(Client(), UserFactory(role=role))
    remove = reverse("line:remove-closure", args=[ClosureFactory().pk])
    reads = role in {Role.BMT, Role.TEAM_LEADER, Role.PERFORMANCE_MANAGER, Role.AUDITOR}
    assert client.get(HOURS).status_code == (200 if reads else 403)
    for address in (ADD, remove):
        assert client.get(address).status_code == (200 if role == Role.BMT else 403)
    if role != Role.BMT:
        assert client.post(remove).status_code == 403
    assert Closure.objects.exists()


def test_closing_and_opening_again(bmt: Client) -> None:
    day = date(2027, 6, 8)  # a Tuesday
    closed = bmt.post(ADD, entered(day, "Training"), follow=True)
    assert f"The line is closed on {day.day} {day:%B %Y}" in page(closed)
    remove = reverse("line:remove-closure", args=[Closure.objects.get().pk])
    assert "Training" in page(bmt.get(remove))
    assert "open again" in page(bmt.post(remove, follow=True))
    assert "opened again on that day already" in page(bmt.post(remove, follow=True))
    assert not Closure.objects.exists()


def test_wrong_input_is_told_by_field(bmt: Client) -> None:
    today = clock.today()
    ClosureFactory(date=today)
    for form, message in (
        (entered(today, "Again"), "already closed on this day"),
        (entered(today - timedelta(days=1), "Late"), "today or in the future"),
        (entered(date(2026, 11, 21), "x"), "shut on Saturday 21 November 2026 anyway: it is the weekend"),
        (entered(date(2026, 12, 25), "x"), "Friday 25 December 2026 anyway: it is a bank holiday (Christmas Day)"),
        (entered(date(2028, 11, 20), "x"), "within two years from today"),
        (entered(date(2090, 1, 1), "x"), "within two years from today"),
        (entered(today, ""), "Enter the reason"),
        (entered(today, "x" * 121), "120 characters"),
        (entered(today, "a\x00"), "cannot be stored"),
        (entered(today, "x") | {"date_month": "13"}, "must be a real date"),
        ({}, "Enter"),
    ):
        response = bmt.post(ADD, form)
        assert response.status_code == 200
        assert message in page(response)
    assert Closure.objects.count() == 1


def test_a_past_closure_stays(bmt: Client) -> None:
    past = ClosureFactory(date=clock.today() - timedelta(days=1))
    remove = reverse("line:remove-closure", args=[past.pk])
    assert "stays on record" in page(bmt.post(remove, follow=True))
    assert bmt.get(reverse("line:remove-closure", args=[10**30])).status_code == 404
    assert "Closures of the last year" in page(bmt.get(HOURS))


def test_the_page_takes_the_same_queries_however_many_closures(bmt: Client, django_assert_max_num_queries) -> None:
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(12) as seen:
            bmt.get(HOURS)
        counts.append(len(seen))
        ClosureFactory.create_batch(20)
    assert counts[0] == counts[1]


@pytest.mark.req("L1")
def test_a_closure_taken_away_from_a_day_that_is_shut_anyway_opens_nothing(bmt: Client) -> None:
    saturday = ClosureFactory(date=date(2030, 6, 1))
    shown = page(bmt.post(reverse("line:remove-closure", args=[saturday.pk]), follow=True))
    assert "Saturday 1 June 2030" in shown
    assert "The line stays shut" in shown


@pytest.mark.req("L1")
def test_why_the_line_is_shut_is_said_as_a_sentence(bmt: Client) -> None:
    ClosureFactory(date=clock.today(), reason="Training")
    assert "Closed The business management team has closed it for today (Training)." in page(bmt.get(HOURS))
