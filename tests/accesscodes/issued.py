"""An issue that has been made, and what its pages may not show, for tests."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accesscodes import emails, sealing, services
from accesscodes.models import Copy
from accesscodes.rules.calendar import LONDON, issue_of
from accounts.models import User
from accounts.rules import Role
from notices.models import Notice
from notices.rules import State
from providers.models import Spoc
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.providers.factories import ContractFactory, SpocWithPlanFactory

ISSUE = issue_of(2026, 11)
NOW = datetime(2026, 11, 26, 11, tzinfo=LONDON)
MINE = reverse("access-codes-mine")


def bmt(client: Client) -> User:
    user = UserFactory(role=Role.BMT)
    sign_in(client, user)
    return user


def issued(*, sent: bool = True, spocs: int = 1, prime: object = None) -> list[Spoc]:
    """An issue that has been made, its documents sent."""
    prime = prime or ContractFactory().prime
    people = [SpocWithPlanFactory(prime=prime) for _ in range(spocs)]
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
