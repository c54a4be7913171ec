"""Declined calls counted against the provider (E5), from which the service is withdrawn and reinstated (E6)."""

from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.rules import Role
from calls import misuse
from calls.models import Call
from calls.rules import Outcome
from core.clock import LONDON
from programmes.types import DeclinedPurpose, Programme
from providers.models import Provider
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.providers.factories import ProviderFactory, WithdrawalFactory, eligible_caller

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, 30, tzinfo=LONDON)
TODAY = NOW.date()
JOB, CREDIT, OTHER = DeclinedPurpose


@pytest.fixture
def at_work():
    with time_machine.travel(NOW, tick=False):
        yield


def declined(prime: Provider, agent: User, *purposes: DeclinedPurpose, at: datetime = NOW, **facts) -> None:
    for purpose in purposes:
        Call.objects.create(
            ref=f"B{Call.objects.count():07}", holder=agent, programme=Programme.WORK_PROGRAMME, prime=prime,
            declined=purpose, outcome=Outcome.PURPOSE_DECLINED, opened_at=at, ended_at=at + timedelta(minutes=2),
            **facts,
        )  # fmt: skip


def page(response) -> str:
    return " ".join(text_of(assert_valid_html(response)).split())


@pytest.mark.req("E5")
def test_calls_are_counted_by_provider_and_reason_within_the_days() -> None:
    agent, busy, quiet = UserFactory(), ProviderFactory(prime=True), ProviderFactory(prime=True)
    midnight = datetime(2026, 11, 1, tzinfo=LONDON)
    declined(busy, agent, JOB, JOB, OTHER, at=midnight)
    declined(busy, agent, JOB, at=midnight - timedelta(seconds=1))
    declined(quiet, agent, CREDIT, at=datetime(2026, 11, 20, 23, 59, tzinfo=LONDON))
    declined(quiet, agent, CREDIT, at=datetime(2026, 11, 21, tzinfo=LONDON))
    Call.objects.create(ref="C1", holder=agent, programme="wp", prime=quiet, opened_at=NOW)
    WithdrawalFactory(prime=quiet)
    days = misuse.Period(date(2026, 11, 1), TODAY)
    rows = misuse.counted(days)
    assert [(row.prime, row.counts, row.total, row.withdrawal is None) for row in rows] == [
        (busy, (2, 0, 1), 3, True),
        (quiet, (0, 1, 0), 1, False),
    ]
    assert rows[0].in_words(days) == (
        "3 calls between 1 November 2026 and 20 November 2026 were for purposes that the service does not deal with: "
        "2 for job outcome tracking, 1 for anything else."
    )
    assert [row.prime for row in misuse.counted(days, prime_id=quiet.pk)] == [quiet]


@pytest.mark.req("E5")
def test_many_is_told_of_those_who_still_have_the_service(django_assert_num_queries) -> None:
    agent, prime, gone = UserFactory(), ProviderFactory(prime=True), ProviderFactory(prime=True)
    for each in (prime, gone):
        declined(each, agent, *[JOB] * misuse.MANY)
    WithdrawalFactory(prime=gone)
    declined(ProviderFactory(prime=True), agent, *[JOB] * (misuse.MANY - 1))
    with django_assert_num_queries(1):
        assert misuse.many(TODAY) == 1
    assert misuse.many(TODAY + timedelta(days=misuse.USUAL_DAYS)) == 0


@pytest.mark.req("E5", "E6")
def test_from_the_counts_to_the_calls_to_withdrawing(at_work) -> None:
    named = eligible_caller()
    declined(named.prime, UserFactory(), JOB, CREDIT, company=named.company, caller=named.caller)
    bmt = sign_in(Client(), UserFactory(role=Role.BMT))
    assert f"{named.prime.name} 1 1 0 2 Available" in page(bmt.get(reverse("calls:declined")))
    response = bmt.get(reverse("calls:declined-of", args=[named.prime.pk]))
    assert f"{named.caller_name} {named.company_name} Work Programme Universal Credit claim" in page(response)
    [link] = [a.get("href") for a in assert_valid_html(response).iter("a") if "withdrawals/add" in a.get("href", "")]
    assert "2 calls between" in parse_qs(urlsplit(link).query)["reason"][0]
    assert "2 calls between" in page(bmt.get(link))
    bmt.post(link, {"reason": "Misuse", "sure": "on"})
    withdrawn = page(bmt.get(reverse("calls:declined-of", args=[named.prime.pk])))
    assert "withdrawn from this provider since 20 November 2026, 10:30" in withdrawn
    assert "Reinstate the service" in withdrawn
    auditor = sign_in(Client(), UserFactory(role=Role.AUDITOR))
    assert "Reinstate the service" not in page(auditor.get(reverse("calls:declined-of", args=[named.prime.pk])))


@pytest.mark.req("E5")
def test_the_days_are_chosen_and_nonsense_is_told(at_work) -> None:
    prime, bmt = ProviderFactory(prime=True), sign_in(Client(), UserFactory(role=Role.BMT))
    declined(prime, UserFactory(), JOB, at=NOW - timedelta(days=300))
    address = reverse("calls:declined")

    def asked(since: str, until: str) -> str:
        names = [f"{end}_{part}" for end in ("since", "until") for part in ("day", "month", "year")]
        return page(bmt.get(address, dict(zip(names, f"{since} {until}".split(" "), strict=True))))

    assert "No call was declined between 22 October 2026 and 20 November 2026" in page(bmt.get(address))
    assert f"{prime.name} 1 0 0 1" in asked("1 1 2026", "31 12 2026")
    assert "must be the same as or after the first day" in asked("2 1 2026", "1 1 2026")
    assert "between 22 October" in asked("31 2 2026", "x y z")
    assert "between 2 December 2025 and 31 December 2025" in asked("  ", "31 12 2025")
    assert "between 1 12 2026".replace("1 12", "1 December") in asked("1 12 2026", "  ")
    for wrong in (10**30, 0, ProviderFactory().pk):
        assert bmt.get(reverse("calls:declined-of", args=[wrong])).status_code == 404


@pytest.mark.req("G1")
def test_only_who_keeps_or_watches_providers_may_look() -> None:
    prime = ProviderFactory(prime=True)
    for role in Role:
        client = sign_in(Client(), UserFactory(role=role))
        for address in (reverse("calls:declined"), reverse("calls:declined-of", args=[prime.pk])):
            seen = 200 if role in {Role.BMT, Role.PERFORMANCE_MANAGER, Role.AUDITOR} else 403
            assert client.get(address).status_code == seen


def test_the_same_queries_whatever_the_size(at_work, django_assert_max_num_queries) -> None:
    bmt, agent, named = sign_in(Client(), UserFactory(role=Role.BMT)), UserFactory(), eligible_caller()
    counts = []
    for _ in range(2):
        declined(named.prime, agent, JOB, company=named.company, caller=named.caller)
        for address in (reverse("calls:declined"), reverse("calls:declined-of", args=[named.prime.pk])):
            with django_assert_max_num_queries(20) as seen:
                bmt.get(address)
            counts.append(len(seen))
        for _ in range(5):
            other = eligible_caller()
            declined(other.prime, agent, JOB, OTHER)
            declined(named.prime, agent, JOB, company=other.company, caller=other.caller)
    assert counts[:2] == counts[2:]
