"""BMT's page of codes: dates and states, never a code."""

from datetime import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accesscodes import sealing
from accesscodes.models import AccessCode
from accesscodes.rules.calendar import LONDON
from accounts.rules import Role
from tests.accesscodes.factories import AccessCodeFactory
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html
from tests.providers.factories import ProviderFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 10, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, role: Role = Role.BMT) -> str:
    response = sign_in(client, UserFactory(role=role)).get(reverse("access-codes"))
    assert response.status_code == 200
    assert_valid_html(response)
    return response.content.decode()


@pytest.mark.req("A6")
def test_dates_and_state_of_every_primes_code(client: Client) -> None:
    current = AccessCodeFactory(at=NOW)
    AccessCodeFactory(prime=current.prime, at=datetime(2026, 12, 1, tzinfo=LONDON))
    AccessCodeFactory(at=datetime(2026, 10, 20, tzinfo=LONDON))
    AccessCodeFactory(at=NOW, stopped_at=NOW)
    ProviderFactory(prime=True)
    shown = page(client)
    for text in (
        "Current",
        "Past",
        "Stopped",
        "None",
        "28 October 2026",
        "2 November 2026, 00:00",
        "No code until the next issue",
    ):
        assert text in shown
    assert "Coming: from 30 November 2026" in shown
    assert "issued on Wednesday 25 November 2026" in shown
    assert shown.count("Make this month") == 2


@pytest.mark.req("A5")
@pytest.mark.parametrize("role", [Role.BMT, Role.AUDITOR])
def test_no_code_is_in_the_page(client: Client, role: Role) -> None:
    codes = [AccessCodeFactory(at=NOW, text=text) for text in ("AdfH2nQr", "7RqhDa46")]
    shown = page(client, role)
    for code in codes:
        assert sealing.unseal(code) not in shown
        assert bytes(code.fingerprint).hex() not in shown


@pytest.mark.req("A6")
def test_bmt_makes_the_code_of_a_prime_that_has_none(client: Client) -> None:
    prime = ProviderFactory(prime=True)
    user = UserFactory(role=Role.BMT)
    sign_in(client, user)
    address = reverse("access-code-make", args=[prime.pk])
    assert "is made, encrypted and in force" in client.post(address, follow=True).content.decode()
    code = AccessCode.objects.get()
    assert (code.prime, code.made_by, code.in_force_from) == (prime, user, datetime(2026, 11, 2, tzinfo=LONDON))
    assert "Nothing has changed" in client.post(address, follow=True).content.decode()
    assert AccessCode.objects.count() == 1


@pytest.mark.req("G1")
def test_an_auditor_looks_and_makes_nothing(client: Client) -> None:
    prime = ProviderFactory(prime=True)
    assert "Make this month" not in page(client, Role.AUDITOR)
    assert client.post(reverse("access-code-make", args=[prime.pk])).status_code == 403
    assert not AccessCode.objects.exists()


@pytest.mark.req("A5", "G1")
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.BMT, Role.AUDITOR}))
def test_nobody_else_sees_the_page(client: Client, role: Role) -> None:
    assert sign_in(client, UserFactory(role=role)).get(reverse("access-codes")).status_code == 403


@pytest.mark.parametrize("kind", ["subcontractor", "unknown"])
def test_only_a_prime_gets_a_code(client: Client, kind: str) -> None:
    number = ProviderFactory().pk if kind == "subcontractor" else 999_999
    sign_in(client, UserFactory(role=Role.BMT))
    assert client.post(reverse("access-code-make", args=[number])).status_code == 404


def test_looking_does_not_make_a_code(client: Client) -> None:
    sign_in(client, UserFactory(role=Role.BMT))
    assert client.get(reverse("access-code-make", args=[ProviderFactory(prime=True).pk])).status_code == 405


def test_an_empty_list_says_so(client: Client) -> None:
    assert "no prime providers" in page(client)


@pytest.mark.parametrize("primes", [1, 12])
def test_the_page_takes_as_many_queries_whatever_the_size(
    client: Client, primes: int, django_assert_num_queries: object
) -> None:
    for _ in range(primes):
        AccessCodeFactory(at=NOW)
    sign_in(client, UserFactory(role=Role.BMT))
    client.get(reverse("access-codes"))
    # The session, the person, the device and the outage; six of ours, one of them for the accepted security plans.
    with django_assert_num_queries(10):  # type: ignore[operator]
        client.get(reverse("access-codes"))
