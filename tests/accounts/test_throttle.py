"""Passwords that are tried: what is said, shut out, forgotten and recorded (G1)."""

import re
import time

import pytest
import time_machine
from django.test import Client

from audit.actions import Action
from audit.models import AuditEvent
from tests.accounts.signing_in import actions_of, enter_password
from tests.html import assert_valid_html

from .factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("G1")]


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_says_the_same_whoever_it_is(client: Client, known: bool) -> None:
    email = UserFactory().email if known else "nobody@example.com"
    response = enter_password(client, email, "wrong")
    assert b"Enter the right email address and password" in response.content
    assert_valid_html(response)


def test_the_answer_to_a_wrong_password_is_the_same_byte_for_byte(client: Client) -> None:
    known, unknown = UserFactory(email="a@example.com"), "b@example.com"
    UserFactory(email="c@example.com", is_active=False)
    UserFactory(email="d@example.com", password=None)
    pages = [
        re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"|[abcd]@example.com', b"", page)
        for page in (enter_password(client, email, "wrong").content for email in (known.email, unknown))
    ]
    shut_out = enter_password(client, "c@example.com").content
    invited = enter_password(client, "d@example.com").content
    for page in (shut_out, invited):
        pages.append(re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"|[abcd]@example.com', b"", page))
    assert len(set(pages)) == 1


def test_an_unknown_address_costs_a_hash_as_a_known_one_does(client: Client, settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    known = UserFactory()
    times = {}
    for email in (known.email, "nobody@example.com"):
        started = time.process_time()
        enter_password(client, email, "wrong")
        times[email] = time.process_time() - started
    assert 0.4 < times[known.email] / times["nobody@example.com"] < 2.5


def test_the_sixth_try_is_shut_out_even_with_the_right_password_and_again_let_in_later(client: Client) -> None:
    user = UserFactory()
    with time_machine.travel("2026-11-23 09:00:00+00:00", tick=False) as clock:
        for _ in range(4):
            assert enter_password(client, user.email, "wrong").status_code == 200
        assert enter_password(client, user.email, "wrong").status_code == 429
        refused = enter_password(client, user.email)
        assert refused.status_code == 429
        assert b"Wait 15 minutes" in refused.content
        assert_valid_html(refused)
        clock.shift(15 * 60 + 1)
        assert enter_password(client, user.email).status_code == 302


def test_an_address_that_belongs_to_nobody_is_shut_out_just_the_same(client: Client) -> None:
    answers = [enter_password(client, "nobody@example.com", "wrong").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]


def test_one_account_is_shut_out_for_all_after_twenty_tries_from_many_addresses(client: Client) -> None:
    user = UserFactory()
    for number in range(19):
        client.post("/sign-in/", {"email": user.email, "password": "no"}, REMOTE_ADDR=f"10.0.0.{number}")
    last = client.post("/sign-in/", {"email": user.email, "password": "no"}, REMOTE_ADDR="10.0.1.1")
    assert last.status_code == 429
    other = UserFactory()
    assert enter_password(client, other.email).status_code == 302


def test_an_office_behind_one_address_is_not_shut_out_by_one_forgetful_person(client: Client) -> None:
    forgetful, colleague = UserFactory(), UserFactory()
    for _ in range(6):
        enter_password(client, forgetful.email, "wrong")
    assert enter_password(client, colleague.email).status_code == 302


def test_signing_in_oneself_buys_no_more_guesses_at_a_colleague(client: Client) -> None:
    colleague, insider = UserFactory(), UserFactory()
    answers = []
    for _ in range(2):
        answers += [enter_password(client, colleague.email, "wrong").status_code for _ in range(4)]
        enter_password(client, insider.email)
    assert answers == [200] * 4 + [429] * 4


def test_a_right_password_forgets_the_wrong_ones_before_it(client: Client) -> None:
    user = UserFactory()
    for _ in range(3):
        answers = [enter_password(client, user.email, "wrong").status_code for _ in range(4)]
        assert answers == [200] * 4
        assert enter_password(client, user.email).status_code == 302


def test_refused_passwords_are_recorded_without_what_was_typed(client: Client) -> None:
    user = UserFactory()
    enter_password(client, user.email, "wrong-secret")
    enter_password(client, "nobody@example.com", "wrong-secret")
    events = AuditEvent.objects.filter(action=Action.SIGN_IN_REFUSED)
    assert {event.chain for event in events} == {f"person:{user.pk}", "sign-in"}
    assert "example.com" not in str(list(events.values()))


def test_a_right_password_is_recorded_even_if_nothing_follows(client: Client) -> None:
    user = UserFactory()
    enter_password(client, user.email)
    (event,) = AuditEvent.objects.all()
    assert (event.action, event.chain, event.subject) == (
        Action.PASSWORD_PASSED, f"person:{user.pk}", f"person:{user.pk}",
    )  # fmt: skip
    assert event.actor is None  # a password alone proves nobody
    assert event.detail == {}


@pytest.mark.parametrize("standing", [{"is_active": False}, {"password": None}])
def test_nobody_who_is_not_let_in_is_recorded_as_past_the_password(client: Client, standing: dict) -> None:
    user = UserFactory(**standing)
    enter_password(client, user.email)
    assert actions_of(user) == [Action.SIGN_IN_REFUSED]
