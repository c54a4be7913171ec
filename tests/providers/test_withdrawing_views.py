"""The pages that withdraw the service and reinstate it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.rules import Role
from core import clock
from providers.models import Withdrawal
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.providers import factories as make
from tests.providers.pages import day

pytestmark = [pytest.mark.django_db, pytest.mark.req("E6")]


@pytest.fixture
def bmt() -> Client:
    return sign_in(Client(), UserFactory(role=Role.BMT, full_name="Bea Marsh"))


def page(response) -> str:
    return text_of(assert_valid_html(response))


def test_withdrawn_and_reinstated(bmt: Client) -> None:
    prime = make.eligible_caller().prime
    withdraw, detail = reverse("providers:withdraw", args=[prime.pk]), reverse("providers:detail", args=[prime.pk])
    assert "7 calls" in page(bmt.get(withdraw, {"reason": "7 calls"}))
    assert "Tick the box" in page(bmt.post(withdraw, {"reason": "Misuse"}))
    told = page(bmt.post(withdraw, {"reason": "Misuse", "sure": "on"}, follow=True))
    assert "The service is withdrawn from this prime provider" in told
    assert "The provider has no single point of contact, so nobody is told by email" in told
    make.SpocFactory(prime=prime)
    assert "Bea Marsh Service withdrawn Misuse" in " ".join(told.split())
    assert "withdrawn from this provider already" in page(bmt.get(withdraw, follow=True))
    assert "withdrawn from this provider already" in page(
        bmt.post(withdraw, {"reason": "x", "sure": "on"}, follow=True)
    )
    reinstate = reverse("providers:reinstate", args=[prime.pk, Withdrawal.objects.get().pk])
    empty = page(bmt.post(reinstate, {}))
    for message in ("Enter who gave the assurance", "Enter the day of the assurance", "Enter the assurance"):
        assert message.lower() in empty.lower()
    given = {"assured_by": "Ann Bell", "assurance": "Trained.", **day("assured_on", clock.today())}
    early = page(bmt.post(reinstate, given | {"assured_on_year": "2020"}))
    assert "after the service was withdrawn" in early
    given_back = page(bmt.post(reinstate, given, follow=True))
    assert f"is reinstated for {prime}. Its single point of contact is told by email." in given_back
    assert "Nobody can call" not in page(bmt.get(detail))
    assert "was reinstated for this provider meanwhile" in page(bmt.post(reinstate, given, follow=True))
    assert "was reinstated for this provider meanwhile" in page(bmt.get(reinstate, follow=True))


def test_another_primes_withdrawal_and_a_subcontractor_are_not_found(bmt: Client) -> None:
    named, withdrawal = make.eligible_caller(), make.WithdrawalFactory()
    for address in (
        reverse("providers:reinstate", args=[named.prime.pk, withdrawal.pk]),
        reverse("providers:reinstate", args=[withdrawal.prime_id, 10**30]),
        reverse("providers:withdraw", args=[named.company.pk]),
    ):
        assert bmt.get(address).status_code == 404
        assert bmt.post(address, {}).status_code == 404
