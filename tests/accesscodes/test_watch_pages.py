"""BMT's pages of alerts and of codes on hold (A13). They show no code, no position and no character (A5)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accesscodes.models import AccessCode, Alert, Hold
from accesscodes.rules.calendar import LONDON
from accesscodes.rules.watch import Kind
from accounts.rules import Role
from tests.accesscodes.factories import AccessCodeFactory, ChallengeFactory
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.providers.factories import ContractFactory, SpocWithPlanFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A13")]
NOW = datetime(2026, 11, 26, 10, tzinfo=LONDON)
TEXT = "AdfH2nQr"


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def bmt(client: Client) -> Client:
    return sign_in(client, UserFactory(role=Role.BMT))


def alert(code: AccessCode, kind: Kind = Kind.FAILURES, **values: Any) -> Alert:
    failed = ChallengeFactory(code=code, prime=code.prime, drawn_at=NOW - timedelta(hours=1), answered=False)
    return Alert.objects.create(
        kind=kind.value, prime=code.prime, code=code, challenge=failed, raised_at=NOW - timedelta(minutes=59), **values
    )


def on_hold(code: AccessCode) -> Hold:
    raised = alert(code, Kind.ON_HOLD)
    return Hold.objects.create(prime=code.prime, code=code, challenge=raised.challenge, held_at=raised.raised_at)


def alerts(client: Client) -> HttpResponse:
    return client.get(reverse("access-codes-alerts"))


def test_what_is_on_hold_to_be_looked_at_and_seen(bmt: Client) -> None:
    assert "No code is on hold." in text_of(assert_valid_html(alerts(bmt)))
    code = AccessCodeFactory(at=NOW, text=TEXT)
    hold, heard = on_hold(code), alert(code, Kind.HEARD, agent=UserFactory(full_name="Asha Bello"))
    for path in (reverse("access-codes"), reverse("access-codes-prime", args=[code.prime_id])):
        shown = bmt.get(path)
        assert reverse("access-codes-release", args=[hold.pk]) in shown.content.decode()
        assert "None needed" not in text_of(assert_valid_html(shown))
        assert " Current" not in text_of(assert_valid_html(shown))
    page = text_of(assert_valid_html(alerts(bmt)))
    assert f"Release the code of {code.prime.name}" in page
    assert "One agent has heard most of a code: Asha Bello" in page
    for path in (reverse("access-codes"), reverse("access-codes-prime", args=[code.prime_id])):
        assert "on hold" in text_of(assert_valid_html(bmt.get(path))).lower()
    assert bmt.post(reverse("access-codes-alert-seen", args=[heard.pk])).status_code == 302
    heard.refresh_from_db()
    assert heard.seen_at == NOW
    for response in (alerts(bmt), bmt.get(reverse("access-codes-release", args=[hold.pk]))):
        assert TEXT.encode() not in response.content
        assert not [word for word in (b"fifth", b"eighth") if word in response.content]


def test_a_release_needs_its_reason_and_is_done_once(bmt: Client) -> None:
    hold = on_hold(AccessCodeFactory(at=NOW))
    path = reverse("access-codes-release", args=[hold.pk])
    for nothing in ("", "   ", "\0", "x" * 501):
        response = bmt.post(path, {"reason": nothing})
        assert response.status_code == 200
        assert "govuk-error-summary" in response.content.decode()
        assert_valid_html(response)
    assert Hold.objects.get().ended_at is None
    assert "can be used again" in text_of(assert_valid_html(bmt.post(path, {"reason": "All told"}, follow=True)))
    for again in (bmt.get(path, follow=True), bmt.post(path, {"reason": "Again"}, follow=True)):
        assert "not on hold any more" in text_of(assert_valid_html(again))
    assert Hold.objects.get().reason == "All told"


def test_a_spoc_is_told_that_its_code_is_on_hold_and_what_to_do(client: Client) -> None:
    spoc, other = SpocWithPlanFactory(), SpocWithPlanFactory()
    hold = on_hold(AccessCodeFactory(at=NOW, prime=spoc.prime, text=TEXT))
    AccessCodeFactory(at=NOW, prime=other.prime)
    sign_in(client, spoc.user)
    pages = [reverse("access-codes-mine"), reverse("home")]
    for path in pages:
        shown = text_of(assert_valid_html(client.get(path, follow=True)))
        assert "On hold since 26 November 2026, 09:01" in shown
        assert "On hold On hold" not in shown
        assert "Ask your callers whether each has the present code, then ring the business management team" in shown
        assert TEXT not in shown
    sign_in(client, other.user)
    for path in pages:
        assert "hold" not in text_of(assert_valid_html(client.get(path, follow=True)))
    release = sign_in(Client(), UserFactory(role=Role.BMT))
    release.post(reverse("access-codes-release", args=[hold.pk]), {"reason": "All told"})
    assert Alert.objects.filter(seen_at=None).count() == 0, "what led to the hold is dealt with"
    sign_in(client, spoc.user)
    for path in pages:
        assert "On hold" not in text_of(assert_valid_html(client.get(path, follow=True)))


@pytest.mark.req("A7")
def test_a_prime_that_no_code_can_go_to_is_told_apart(bmt: Client) -> None:
    code = AccessCodeFactory(at=NOW)
    ContractFactory(prime=code.prime)
    assert "No SPoC to send it to" in text_of(assert_valid_html(bmt.get(reverse("access-codes"))))
    home = text_of(assert_valid_html(bmt.get(reverse("home"), follow=True)))
    assert "1 prime provider has no SPoC: no code can be sent to it" in home
    SpocWithPlanFactory(prime=code.prime)
    assert "None needed" in text_of(assert_valid_html(bmt.get(reverse("access-codes"))))
    assert "no SPoC" not in text_of(assert_valid_html(bmt.get(reverse("home"), follow=True)))


def test_a_hold_that_a_new_code_ends_leaves_the_spoc_nothing_to_do() -> None:
    spoc = SpocWithPlanFactory()
    hold = on_hold(AccessCodeFactory(at=NOW, prime=spoc.prime, text=TEXT))
    hold.ended_at = NOW + timedelta(hours=1)
    shown = render_to_string("accesscodes/_on_hold.html", {"hold": hold})
    assert "It is being changed" in shown
    assert "ring the business management team" not in shown


@pytest.mark.parametrize("number", [999, 2**64], ids=["no such", "too large"])
def test_what_is_not_there_is_not_found(bmt: Client, number: int) -> None:
    assert bmt.get(reverse("access-codes-release", args=[number])).status_code == 404
    assert bmt.post(reverse("access-codes-alert-seen", args=[number])).status_code == 404


@pytest.mark.req("G1", "A13")
@pytest.mark.parametrize("role", list(Role))
def test_who_sees_alerts_and_who_decides(client: Client, role: Role) -> None:
    code = AccessCodeFactory(at=NOW)
    hold, raised = on_hold(code), alert(code)
    sign_in(client, UserFactory(role=role))
    assert (alerts(client).status_code == 200) is (role in {Role.BMT, Role.AUDITOR})
    assert ("you release it" in alerts(client).content.decode()) is (role is Role.BMT)
    if role is not Role.BMT:
        assert client.post(reverse("access-codes-release", args=[hold.pk]), {"reason": "x"}).status_code == 403
        assert client.post(reverse("access-codes-alert-seen", args=[raised.pk])).status_code == 403
        for row in (hold, raised):
            row.refresh_from_db()
        assert (hold.ended_at, raised.seen_at) == (None, None)


def test_a_fixed_number_of_queries(bmt: Client) -> None:
    counts = []
    for _ in range(2):
        for _ in range(2):
            code = AccessCodeFactory(at=NOW)
            on_hold(code)
            alert(code, Kind.HEARD, agent=UserFactory())
        with CaptureQueriesContext(connection) as queries:
            alerts(bmt)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.req("G1")
def test_bmts_home_page_says_what_waits(bmt: Client) -> None:
    code = AccessCodeFactory(at=NOW)
    on_hold(code)
    alert(code)
    home = text_of(assert_valid_html(bmt.get(reverse("home"), follow=True)))
    assert "1 access code is on hold" in home
    assert "2 alerts to look at" in home
