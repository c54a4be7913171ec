"""BMT's pages of an issue (A9, A10): dates and states, never a code or what unlocks it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from celery import current_app
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accesscodes import services
from accesscodes.models import AccessCode
from accesscodes.rules.calendar import issue_of
from accesscodes.rules.copies import How
from accounts.rules import Role
from audit.actions import Action
from audit.models import AuditEvent
from providers.models import Spoc
from tests.accesscodes.issued import ISSUE, MINE, NOW, bmt, issued, text
from tests.accounts.factories import UserFactory, sign_in
from tests.providers.factories import ContractFactory, ProviderFactory, SpocWithPlanFactory

pytestmark = pytest.mark.django_db
CALENDAR = reverse("access-codes-calendar")
PROGRESS = reverse("access-codes-progress", args=[2026, 11])


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
        actor, [spoc] = bmt(client), [SpocWithPlanFactory(prime=ContractFactory().prime)]
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

    @pytest.mark.req("A10", "B3")
    def test_nobody_is_counted_or_rung_for_a_code_that_follows_later(
        self, client: Client, clock_at: time_machine.Traveller
    ) -> None:
        [changed, _] = issued(), issued()
        now, prime = ISSUE.in_force_from + timedelta(hours=9), changed[0].prime
        clock_at.move_to(now)
        stops = now + timedelta(days=1)
        services.replace_code(prime_id=prime.pk, stops_at=stops, reason="Seen.", actor=None, at=now)
        actor = bmt(client)
        shown = text(client.get(PROGRESS))
        for words in ("code made 2 of 2", "Sent, not acknowledged 2", "SPoCs in all 2"):
            assert words in shown
        assert shown.count(changed[0].user.email) == 1
        services.replace_code(prime_id=prime.pk, stops_at=now, reason="Lost.", actor=actor, at=now)
        shown = text(client.get(PROGRESS))
        for words in ("code made 2 of 2", "Document to be sent 1", "Sent, not acknowledged 1", "SPoCs in all 2"):
            assert words in shown

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
            SpocWithPlanFactory.create_batch(5, prime=prime)
        issued()
        with CaptureQueriesContext(connection) as many:
            response = client.get(PROGRESS)
        assert "SPoCs in all 202" in text(response)
        assert len(many) == len(few) < 12


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
