"""The present password, asked for again of someone signed in: tries are counted, recorded and few (G1, G2)."""

import pytest
from django.db import transaction
from django.test import Client

from accounts import services
from accounts.models import User
from accounts.rules import Ended
from audit.actions import Action
from audit.models import AuditEvent
from tests.accesscodes.racing import race
from tests.html import assert_valid_html

from .factories import PASSWORD, UserFactory, fresh_code, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.req("G1")]
NEW = "seven green bicycles"
PAGES = ["/account/password/", "/account/recovery-codes/"]


@pytest.fixture
def user(client: Client) -> User:
    user = UserFactory()
    sign_in(client, user)
    return user


def attempt(client: Client, page: str, old: str):
    return client.post(page, {"old": old, "password": NEW, "again": NEW}, HTTP_REFERER=f"http://testserver{page}")


def refusals() -> list[dict]:
    return list(AuditEvent.objects.filter(action=Action.PASSWORD_REFUSED).values_list("detail", flat=True))


@pytest.mark.parametrize("page", PAGES)
def test_the_fifth_wrong_password_in_a_row_signs_out_in_plain_words(client: Client, user: User, page: str) -> None:
    for _ in range(4):
        wrong = attempt(client, page, "wrong")
        assert b"That is not your present password" in wrong.content
        assert_valid_html(wrong)
    over = client.post(page, {"old": "wrong", "password": NEW, "again": NEW}, follow=True)
    assert over.redirect_chain[0][0].startswith("/sign-in/?")
    assert b"signed out because your present password was entered wrongly too many times" in over.content
    assert_valid_html(over)
    assert client.get("/account/").url.startswith("/sign-in/")
    user.refresh_from_db()
    assert (user.session_token, user.check_password(PASSWORD)) == ("", True)


@pytest.mark.req("G2")
@pytest.mark.parametrize("page", PAGES)
def test_each_refusal_is_recorded_without_what_was_typed(client: Client, user: User, page: str) -> None:
    for _ in range(5):
        attempt(client, page, "wrong-secret")
    events = AuditEvent.objects.filter(action=Action.PASSWORD_REFUSED)
    assert {(event.chain, event.actor) for event in events} == {(f"person:{user.pk}", user)}
    assert [(detail["in_a_row"], detail["signed_out"]) for detail in refusals()] == [
        (1, False), (2, False), (3, False), (4, False), (5, True),
    ]  # fmt: skip
    assert "wrong-secret" not in str(list(AuditEvent.objects.values()))


def test_tries_on_both_pages_count_together(client: Client, user: User) -> None:
    for number in range(5):
        last = attempt(client, PAGES[number % 2], "wrong")
    assert last.url.startswith("/sign-in/?next=%2Faccount%2Fpassword%2F")


@pytest.mark.parametrize(("new", "answered"), [(NEW, 302), ("aaa", 200)])
def test_a_right_password_starts_the_count_anew(client: Client, user: User, new: str, answered: int) -> None:
    for _ in range(4):
        attempt(client, PAGES[0], "wrong")
    assert client.post(PAGES[0], {"old": PASSWORD, "password": new, "again": new}).status_code == answered
    assert attempt(client, PAGES[0], "wrong").status_code == 200
    assert refusals()[-1] == {"in_a_row": 1, "signed_out": False}


def test_who_is_signed_out_signs_in_with_a_fresh_count(client: Client, user: User) -> None:
    for _ in range(5):
        attempt(client, PAGES[0], "wrong")
    client.post("/sign-in/", {"email": user.email, "password": PASSWORD})
    assert client.post("/sign-in/second-factor/", {"code": fresh_code(user)}).status_code == 302
    assert attempt(client, PAGES[0], "wrong").status_code == 200


def test_signing_in_again_after_some_wrong_tries_starts_the_count_anew(client: Client, user: User) -> None:
    attempt(client, PAGES[0], "wrong")
    client.post("/sign-in/", {"email": user.email, "password": PASSWORD})
    client.post("/sign-in/second-factor/", {"code": fresh_code(user)})
    attempt(client, PAGES[0], "wrong")
    assert [detail["in_a_row"] for detail in refusals()] == [1, 1]


def test_a_form_that_is_not_whole_says_nothing_of_the_password(client: Client, user: User) -> None:
    for old in (PASSWORD, "wrong"):
        answered = client.post(PAGES[0], {"old": old, "password": NEW, "again": NEW + "s"})
        assert b"That is not your present password" not in answered.content
    assert refusals() == []


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_sent_at_once_only_five_are_looked_at() -> None:
    user = UserFactory(session_token="a session", wrong_passwords=4)

    def change(old: str) -> None:
        services.change_password(user_id=user.pk, session_token="a session", old=old, password=NEW)

    def the_fifth() -> None:
        with pytest.raises(services.SessionOver) as over:
            change("wrong")
        assert over.value.why == Ended.WRONG_PASSWORD

    _, rival = race(the_fifth, lambda: change(PASSWORD))
    assert rival.waited
    assert isinstance(rival.error, services.SessionOver)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


@pytest.mark.parametrize("ended", [{"session_token": "another"}, {"session_token": ""}, {"is_active": False}])
def test_a_session_that_has_ended_changes_nothing_even_by_the_right_password(ended: dict) -> None:
    user = UserFactory(session_token="a session")
    User.objects.filter(pk=user.pk).update(**ended)
    asking = {"user_id": user.pk, "session_token": "a session", "old": PASSWORD}
    with pytest.raises(services.SessionOver), transaction.atomic():
        services.change_password(**asking, password=NEW)
    with pytest.raises(services.SessionOver), transaction.atomic():
        services.renew_recovery_codes(**asking)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
