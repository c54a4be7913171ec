"""What tests of this room's pages share."""

from django.test import Client

from accounts.rules import Role
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of


def client_of(role: Role) -> Client:
    return sign_in(Client(), UserFactory(role=role))


def day(field: str, date) -> dict[str, str]:
    return {f"{field}_day": str(date.day), f"{field}_month": str(date.month), f"{field}_year": str(date.year)}


def page(response) -> str:
    return text_of(assert_valid_html(response))
