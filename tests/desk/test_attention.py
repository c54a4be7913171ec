"""What waits for somebody is on their home page, with where to deal with it; what waits for another role is not."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.rules import Role
from desk.attention import NEEDS, needs_of
from notices.rules import State
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.notices.factories import NoticeFactory

pytestmark = pytest.mark.django_db


def home(role: Role) -> str:
    return text_of(assert_valid_html(sign_in(Client(), UserFactory(role=role)).get("/desk/")))


@pytest.mark.req("G1")
def test_nothing_waits_for_anybody_at_first() -> None:
    assert "Nothing is waiting for you." in home(Role.BMT)


@pytest.mark.req("A9", "G1")
def test_an_uncertain_email_waits_for_the_management_team_alone() -> None:
    NoticeFactory(state=State.UNCERTAIN)
    assert "1 email needs a decision" in home(Role.BMT)
    NoticeFactory(state=State.UNCERTAIN)
    assert "2 emails need a decision" in home(Role.BMT)
    assert "need a decision" not in home(Role.TEAM_LEADER)


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.many)
def test_every_need_leads_to_a_page_that_its_roles_may_open(need) -> None:
    for role in sorted(need.roles):
        client = sign_in(Client(), UserFactory(role=role))
        assert client.get(reverse(need.url_name)).status_code == 200
        assert need in needs_of(role)
