"""BMT's and the SPoC's pages of an issue (A8 to A10, A12, B3): dates and states, never a code or what unlocks it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from celery import current_app
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accesscodes import emails, sealing, services
from accesscodes.models import AccessCode, Copy
from accesscodes.rules.calendar import LONDON, issue_of
from accesscodes.rules.copies import How
from accounts.models import User
from accounts.rules import Role
from audit.actions import Action
from audit.models import AuditEvent
from notices.models import Notice
from notices.rules import State
from providers.models import Spoc
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.providers.factories import ContractFactory, ProviderFactory, SpocFactory

pytestmark = pytest.mark.django_db
ISSUE = issue_of(2026, 11)
NOW = datetime(2026, 11, 26, 11, tzinfo=LONDON)
CALENDAR = reverse("access-codes-calendar")
PROGRESS = reverse("access-codes-progress", args=[2026, 11])
MINE = reverse("access-codes-mine")


@pytest.fixture(autouse=True)
def clock_at() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def at_once() -> Iterator[None]:
    """The workers do a task as soon as it is asked for."""
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


def bmt(client: Client) -> User:
    user = UserFactory(role=Role.BMT)
    sign_in(client, user)
    return user


def issued(*, sent: bool = True, spocs: int = 1, prime: object = None) -> list[Spoc]:
    """An issue that has been made, its documents sent."""
    prime = prime or ContractFactory().prime
    people = [SpocFactory(prime=prime) for _ in range(spocs)]
    services.issue_codes(issued_on=ISSUE.issued_on, at=NOW - timedelta(days=1), actor=None)
    if sent:
        Notice.objects.filter(kind=emails.DOCUMENT).update(
            state=State.SENT, sent_at=NOW, handed_over_at=NOW, claimed_at=NOW, attempts=1
        )
    return people


def text(response: HttpResponse) -> str:
    assert response.status_code == 200
    for copy in Copy.objects.filter(destroyed_at=None).select_related("code"):
        for secret in (sealing.unseal_unlock_code(copy), sealing.unseal(copy.code)):
            assert secret not in response.content.decode()
    return " ".join(text_of(assert_valid_html(response)).split())


class TestCalendar:
    @pytest.mark.req("A6", "A10")
    def test_what_has_run_and_what_will(self, client: Client) -> None:
        bmt(client)
        shown = text(client.get(CALENDAR))
        for words in (
            "Issue of Wednesday 28 October 2026, in force", "Issue of Wednesday 25 November 2026, the next",
            "Thursday 26 November 2026, 10:00", "First reminder", "Friday 27 November 2026, 10:00",
            "List of whom to ring", "Monday 30 November 2026, 08:00", "Wednesday 30 December 2026",
            "Wednesday 27 October 2027",
        ):  # fmt: skip
            assert words in shown

    @pytest.mark.req("A6", "A9")
    def test_run_by_hand_and_again_with_no_effect(self, client: Client, at_once: None) -> None:
        actor, [spoc] = bmt(client), [SpocFactory(prime=ContractFactory().prime)]
        address = reverse("access-codes-run", args=[2026, 11])
        for _ in range(2):
            assert "The issue is running" in text(client.post(address, follow=True))
        assert spoc.copies.filter(code__issued_on=ISSUE.issued_on).count() == 1
        events = AuditEvent.objects.filter(action=Action.ISSUE_RUN)
        assert [(event.actor, event.subject) for event in events] == [(actor, "issue:2026-11-25")] * 2

    @pytest.mark.req("A6", "A9")
    def test_without_workers_it_says_that_it_will_run(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(current_app.conf, "broker_write_url", "redis://127.0.0.1:1/0")  # nothing listens there
        bmt(client)
        shown = text(client.post(reverse("access-codes-run", args=[2026, 11]), follow=True))
        assert "The workers cannot be reached" in shown

    @pytest.mark.req("A6")
    def test_not_before_its_wednesday(self, client: Client) -> None:
        bmt(client)
        shown = text(client.post(reverse("access-codes-run", args=[2026, 12]), follow=True))
        assert "cannot be run now" in shown
        assert not AccessCode.objects.exists()

    @pytest.mark.parametrize("day", ["2026/13", "2026/0", "1999/5", "99999/1"])
    def test_no_such_issue(self, client: Client, day: str) -> None:
        bmt(client)
        assert client.get(f"/access-codes/issues/{day}/").status_code == 404


class TestProgress:
    @pytest.mark.req("A10")
    def test_counts_and_who_is_silent(self, client: Client) -> None:
        bmt(client)
        [quick, silent] = issued(spocs=2)
        ContractFactory(prime=ProviderFactory(prime=True, name="Lonely Prime"))
        services.acknowledge(copy_id=quick.copies.get().pk, how=How.PORTAL, at=NOW, actor=quick.user)
        shown = text(client.get(PROGRESS))
        for words in (
            "Prime providers with their code made 1 of 2", "Sent, not acknowledged 1", "SPoCs in all 2",
            "Acknowledged, unlock code to be sent 1", "No SPoC to send to Lonely Prime", "Who has not acknowledged",
            silent.user.email,
        ):  # fmt: skip
            assert words in shown
        assert quick.user.email not in shown

    @pytest.mark.req("A10")
    def test_on_monday_it_is_the_list_of_whom_to_ring(self, client: Client, clock_at: time_machine.Traveller) -> None:
        [spoc] = issued()
        clock_at.move_to(ISSUE.in_force_from)
        bmt(client)
        assert "Not held" in text(client.get(PROGRESS))
        Spoc.objects.update(telephone="0113 496 0142")
        shown = text(client.get(PROGRESS))
        assert "Whom to ring" in shown
        assert "0113 496 0142" in shown
        assert spoc.prime.name in shown
        assert spoc.user.email in shown

    @pytest.mark.req("A10")
    def test_before_it_has_begun(self, client: Client) -> None:
        bmt(client)
        assert "Nothing has been sent yet" in text(client.get(reverse("access-codes-progress", args=[2026, 12])))

    @pytest.mark.req("A10")
    def test_an_issue_that_is_over_is_told_as_it_was(self, client: Client, clock_at: time_machine.Traveller) -> None:
        issued()
        clock_at.move_to(issue_of(2026, 12).in_force_from)
        bmt(client)
        shown = text(client.get(PROGRESS))
        for words in ("This issue is over", "code made 1 of 1", "Sent, not acknowledged 1"):
            assert words in shown

    @pytest.mark.req("A9")
    def test_hundreds_of_spocs_take_as_many_queries_as_one(self, client: Client) -> None:
        bmt(client)
        issued()
        client.get(PROGRESS)
        with CaptureQueriesContext(connection) as few:
            client.get(PROGRESS)
        for _ in range(40):
            prime = ContractFactory().prime
            SpocFactory.create_batch(5, prime=prime)
        issued()
        with CaptureQueriesContext(connection) as many:
            response = client.get(PROGRESS)
        assert "SPoCs in all 202" in text(response)
        assert len(many) == len(few) < 12


class TestOnePrime:
    @pytest.mark.req("A8", "A10")
    def test_record_an_acknowledgement_from_an_email(self, client: Client) -> None:
        user, [spoc] = bmt(client), issued()
        copy = spoc.copies.get()
        address = reverse("access-codes-acknowledge", args=[copy.pk])
        assert "Record it only from an email that came from this address" in text(client.get(address))
        for _ in range(2):
            assert "The unlock code is on its way" in text(client.post(address, follow=True))
        copy.refresh_from_db()
        assert (copy.acknowledged_how, copy.acknowledged_by, copy.acknowledged_at) == ("by email", user, NOW)
        assert Notice.objects.filter(kind=emails.UNLOCK_CODE).count() == 1
        assert "It was acknowledged" in text(client.get(address))

    @pytest.mark.req("A8")
    def test_what_has_not_been_sent_is_not_acknowledged(self, client: Client) -> None:
        bmt(client)
        [spoc] = issued(sent=False)
        address = reverse("access-codes-acknowledge", args=[spoc.copies.get().pk])
        assert "has not been sent yet" in text(client.get(address))
        assert "has not been sent yet" in text(client.post(address, follow=True))
        assert not Notice.objects.filter(kind=emails.UNLOCK_CODE).exists()

    @pytest.mark.req("A12")
    def test_send_the_code_again_once(self, client: Client) -> None:
        bmt(client)
        [spoc] = issued()
        page = reverse("access-codes-prime", args=[spoc.prime_id])
        assert "Send the code again" in text(client.get(page))
        seen = {"spoc": spoc.pk, "after": spoc.copies.get().pk}
        address = reverse("access-codes-send-again", args=[spoc.prime_id])
        assert "A new document is on its way" in text(client.post(address, seen, follow=True))
        assert "Nothing was done" in text(client.post(address, seen, follow=True))
        assert spoc.copies.count() == 2
        assert "sent 2 times" in text(client.get(page))

    @pytest.mark.req("A12", "G1")
    def test_not_to_another_primes_spoc(self, client: Client) -> None:
        bmt(client)
        [spoc], other = issued(), ProviderFactory(prime=True)
        address = reverse("access-codes-send-again", args=[other.pk])
        assert client.post(address, {"spoc": spoc.pk, "after": 0}).status_code == 404
        assert client.post(address, {"spoc": "x"}).status_code == 404

    @pytest.mark.req("A12")
    def test_there_may_be_no_code_to_send(self, client: Client) -> None:
        bmt(client)
        spoc = SpocFactory()
        address = reverse("access-codes-send-again", args=[spoc.prime_id])
        assert "nothing was sent" in text(client.post(address, {"spoc": spoc.pk, "after": 0}, follow=True))

    @pytest.mark.parametrize("number", [999_999, 2**70])
    def test_what_is_not_there(self, client: Client, number: int) -> None:
        bmt(client)
        for name in ("access-codes-prime", "access-codes-change", "access-codes-acknowledge"):
            assert client.get(reverse(name, args=[number])).status_code == 404


def later(day: str, month: str, year: str, hour: str) -> dict[str, str]:
    return {"when": "later", "day_day": day, "day_month": month, "day_year": year, "hour": hour}


class TestChanging:
    @pytest.fixture
    def spoc(self, clock_at: time_machine.Traveller) -> Spoc:
        [spoc] = issued()
        clock_at.move_to(ISSUE.in_force_from + timedelta(hours=10))
        return spoc

    @pytest.mark.req("B3")
    def test_now(self, client: Client, spoc: Spoc) -> None:
        bmt(client)
        address, old = reverse("access-codes-change", args=[spoc.prime_id]), AccessCode.objects.get()
        assert spoc.user.email in text(client.get(address))
        form = {"code": old.pk, "when": "now", "sure": "on", "reason": "Read out on a train."}
        assert "The code is being changed" in text(client.post(address, form, follow=True))
        assert "Nothing was done" in text(client.post(address, form, follow=True))
        assert AccessCode.objects.count() == 2
        shown = text(client.get(reverse("access-codes-prime", args=[spoc.prime_id])))
        assert "Stopped on 30 November 2026, 10:00: Read out on a train." in shown
        assert "Stopped" in shown

    @pytest.mark.req("B3")
    def test_at_a_later_moment(self, client: Client, spoc: Spoc) -> None:
        bmt(client)
        address, old = reverse("access-codes-change", args=[spoc.prime_id]), AccessCode.objects.get()
        form = {"code": old.pk, "reason": "Seen.", **later("1", "12", "2026", "2.30pm")}
        assert "The code is being changed" in text(client.post(address, form, follow=True))
        old.refresh_from_db()
        assert old.stopped_at == datetime(2026, 12, 1, 14, 30, tzinfo=LONDON)
        assert "There is no access code that could be changed now" in text(client.get(address, follow=True))

    @pytest.mark.req("B3")
    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({}, "Select when the present code stops"),
            ({"when": "now", "reason": ""}, "Enter why it is changed"),
            ({"when": "now"}, "Tick the box to stop the present code now"),
            ({"when": "later"}, "Enter the day on which it stops"),
            (later("1", "12", "2026", ""), "Enter the time at which it stops"),
            (later("1", "12", "2026", "25:00"), "Enter the time"),
            (later("1", "12", "2026", "12"), "Enter the time at which it stops, like 14:30 or 2.30pm"),
            (later("29", "11", "2026", "9:00"), "later than now"),
            (later("4", "1", "2027", "0:00"), "before the next"),
        ],
    )
    def test_what_to_mend(self, client: Client, spoc: Spoc, typed: dict[str, str], message: str) -> None:
        bmt(client)
        address = reverse("access-codes-change", args=[spoc.prime_id])
        form = {"code": AccessCode.objects.get().pk, "reason": "Seen.", **typed}
        shown = text(client.post(address, form))
        assert "There is a problem" in shown
        assert message in shown
        assert AccessCode.objects.count() == 1
        assert form["reason"] in shown, "what was typed is kept"


class TestMine:
    @pytest.mark.req("A5", "A8")
    def test_acknowledge_on_the_portal(self, client: Client) -> None:
        [spoc] = issued()
        sign_in(client, spoc.user)
        shown = text(client.get(MINE))
        for words in ("I have the document", "Monday 30 November 2026, 00:00", "Coming", "Access code document"):
            assert words in shown
        address = reverse("access-codes-acknowledge-mine", args=[spoc.copies.get().pk])
        for _ in range(2):
            assert "The unlock code is on its way" in text(client.post(address, follow=True))
        copy = spoc.copies.get()
        assert (copy.acknowledged_how, copy.acknowledged_by) == ("on the portal", spoc.user)
        assert "Unlock code" in text(client.get(MINE))

    @pytest.mark.req("A8")
    def test_a_document_on_its_way_cannot_be_acknowledged(self, client: Client) -> None:
        [spoc] = issued(sent=False)
        sign_in(client, spoc.user)
        assert "The document is on its way" in text(client.get(MINE))
        address = reverse("access-codes-acknowledge-mine", args=[spoc.copies.get().pk])
        assert "nothing to acknowledge here now" in text(client.post(address, follow=True))

    @pytest.mark.req("A8", "G1")
    def test_nobody_elses(self, client: Client) -> None:
        [mine, colleague] = issued(spocs=2)
        [stranger] = issued()
        sign_in(client, mine.user)
        shown = text(client.get(MINE))
        assert stranger.prime.name not in shown
        for other in (colleague, stranger):
            address = reverse("access-codes-acknowledge-mine", args=[other.copies.get().pk])
            assert client.post(address).status_code == 404
            assert other.copies.get().acknowledged_at is None

    @pytest.mark.req("G1")
    def test_one_who_is_no_spoc_any_more(self, client: Client) -> None:
        [spoc] = issued()
        Spoc.objects.filter(pk=spoc.pk).update(ended_on=NOW.date())
        sign_in(client, spoc.user)
        assert "You are not a single point of contact" in text(client.get(MINE))
        assert client.post(reverse("access-codes-acknowledge-mine", args=[spoc.copies.get().pk])).status_code == 404


BMT_PAGES = [CALENDAR, PROGRESS, "/access-codes/{prime}/", "/access-codes/{prime}/change/"]


@pytest.mark.req("A5", "G1")
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.BMT, Role.AUDITOR}))
def test_pages_of_bmt_are_theirs(client: Client, role: Role) -> None:
    [spoc] = issued()
    sign_in(client, UserFactory(role=role))
    for page in BMT_PAGES:
        assert client.get(page.format(prime=spoc.prime_id)).status_code == 403
    assert client.get(MINE).status_code == (200 if role is Role.SPOC else 403)


@pytest.mark.req("G1")
def test_an_auditor_looks_and_does_nothing(client: Client) -> None:
    [spoc] = issued()
    sign_in(client, UserFactory(role=Role.AUDITOR))
    for page in (CALENDAR, PROGRESS, f"/access-codes/{spoc.prime_id}/"):
        shown = text(client.get(page))
        for deed in ("Run this issue", "Record an acknowledgement", "Send the code", "Change the code"):
            assert deed not in shown
    for name, number in (("run", [2026, 11]), ("send-again", [spoc.prime_id]), ("change", [spoc.prime_id]),
                         ("acknowledge", [spoc.copies.get().pk])):  # fmt: skip
        assert client.post(reverse(f"access-codes-{name}", args=number)).status_code == 403
