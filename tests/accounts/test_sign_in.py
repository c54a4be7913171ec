"""Signing in and out: password, session, and where one is led (G1)."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.rules import Role
from audit.actions import Action
from tests.accounts.signing_in import actions_of, enter_password
from tests.html import assert_valid_html

from .factories import UserFactory, fresh_code

pytestmark = [pytest.mark.django_db, pytest.mark.req("G1")]


def test_password_then_six_digits_lead_in(client: Client) -> None:
    user = UserFactory()
    assert enter_password(client, f" {user.email.upper()} ").url == "/sign-in/second-factor/"
    assert_valid_html(client.get("/sign-in/second-factor/"))
    response = client.post("/sign-in/second-factor/", {"code": fresh_code(user)})
    assert response.url == "/"
    assert client.get("/account/").status_code == 200
    assert actions_of(user) == [Action.PASSWORD_PASSED, Action.SIGNED_IN]


def test_the_password_alone_opens_nothing(client: Client) -> None:
    enter_password(client, UserFactory().email)
    for page in ("/", "/account/", "/people/", "/audit/"):
        assert client.get(page).url == "/sign-in/second-factor/"


def test_the_session_gets_a_new_name_at_each_step(client: Client) -> None:
    user = UserFactory()
    client.get("/sign-in/")
    enter_password(client, user.email)
    first = client.cookies["session"].value
    client.post("/sign-in/second-factor/", {"code": fresh_code(user)})
    assert client.cookies["session"].value != first


def test_someone_shut_out_is_out_on_the_next_page(client: Client) -> None:
    user = UserFactory(role=Role.AGENT)
    enter_password(client, user.email)
    client.post("/sign-in/second-factor/", {"code": fresh_code(user)})
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/account/").url.startswith("/sign-in/")


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_never_leads_away(client: Client, wanted: str) -> None:
    user = UserFactory()
    enter_password(client, user.email, next_page=wanted)
    assert client.post("/sign-in/second-factor/", {"code": fresh_code(user)}).url == "/"


def test_signing_out_ends_the_session_and_empties_the_browser(client: Client) -> None:
    user = UserFactory()
    enter_password(client, user.email)
    client.post("/sign-in/second-factor/", {"code": fresh_code(user)})
    response = client.post("/sign-out/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/account/").url == "/sign-in/?next=%2Faccount%2F"
    assert actions_of(user)[-1] == Action.SIGNED_OUT


def test_the_password_alone_signs_nobody_out(client: Client) -> None:
    user, thief = UserFactory(), Client()
    enter_password(client, user.email)
    client.post("/sign-in/second-factor/", {"code": fresh_code(user)})
    enter_password(thief, user.email)
    assert thief.post("/sign-out/").status_code == 303
    assert thief.get("/sign-in/second-factor/").url == "/sign-in/"
    assert client.get("/account/").status_code == 200
    assert Action.SIGNED_OUT not in actions_of(user)
