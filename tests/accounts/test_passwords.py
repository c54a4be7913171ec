"""Weak passwords are refused in plain words, good ones are not (G1)."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User

from .factories import PASSWORD, UserFactory, sign_in

pytestmark = pytest.mark.req("G1")
SHORT, COMMON, DIGITS = "12 characters or more", "many people use", "digits alone"
ONESELF, AGAIN = "your name or email address", "again and again"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("seven green", SHORT),
        ("passwordpassword", AGAIN),
        ("Password Password", AGAIN),
        ("PasswordPassword2026", AGAIN),
        ("aaaaaaaaaaaa", AGAIN),
        ("ababcababcab", AGAIN),
        ("qwerty qwerty", AGAIN),
        ("qwerty123456", COMMON),
        ("283746501928", DIGITS),
        ("Mórag Bell-Smith", ONESELF),
        ("moragbellsmith2026", ONESELF),
        ("morag morag bell", ONESELF),
        ("m.smithers 2026", ONESELF),
    ],
)
def test_what_is_refused(password: str, why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, User(full_name="Morag Bell Smith", email="m.smithers@example.com"))
    assert any(why in message for message in refused.value.messages)
    assert all(message.startswith("New password must ") for message in refused.value.messages)


@pytest.mark.parametrize(
    "password",
    [PASSWORD, "seven green bicycles", "a bell rings in the valley", "Tk7!q-Zr2#vB", "зелёный велосипед семь"],
)
def test_what_is_taken(password: str) -> None:
    validate_password(password, User(full_name="Morag Bell Smith", email="m.smithers@example.com"))
    validate_password(password)


@pytest.mark.django_db
def test_the_old_password_is_no_new_one(client: Client) -> None:
    sign_in(client, UserFactory())
    again = client.post("/account/password/", {"old": PASSWORD, "password": PASSWORD, "again": PASSWORD})
    assert b"New password must be different from your present one" in again.content
    weak = client.post("/account/password/", {"old": PASSWORD, "password": "a" * 12, "again": "a" * 12})
    assert b"again and again" in weak.content
