"""Each page and action, tried by each role: what docs/who-may-do-what.md says is what the console does (G1).

The document is made from the views and read by people. Here it is what is expected: a page that is not in it, and a
permission that was changed without it, fail.
"""

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import routes
from accounts.rules import Role
from providers.views import keeping
from tests.accounts.factories import UserFactory, sign_in

STAND_INS = {
    "IntConverter": 999_999, "RowConverter": 999_999, "SlugConverter": "none-such", "StringConverter": "none-such",
    "ReferenceConverter": "NONE-SUCH",
}  # fmt: skip
FOR_ANYBODY = {
    "anybody",
    "signing in",
}  # health, signing in and out, invitations, desk aides: they have their own tests


def expected() -> dict[str, dict[Role, str]]:
    """What the document says of each address, for each role."""
    lines = [line for line in routes.DOCUMENT.read_text().splitlines() if line.startswith("| `/")]
    rows = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in lines]
    return {address: dict(zip(Role, words, strict=True)) for address, *words in rows}


def answers(client: Client) -> Iterator[tuple[str, str, HttpResponse]]:
    """Every address that is not for anybody, got and posted to with nothing: the address, the method, the answer."""
    said = expected()
    for route in routes.routes():
        if FOR_ANYBODY & set(said[f"/{route.address}"].values()):
            continue
        stand_ins = {name: STAND_INS[type(converter).__name__] for name, converter in route.parameters}
        for method in ("GET", "POST"):
            response = client.generic(method, reverse(route.name, kwargs=stand_ins))
            yield f"/{route.address}", method, response


def wrong(role: Role) -> list[str]:
    """Where this role is let in against the document, or kept out against it, or gets a page that fell over."""
    client = sign_in(Client(), UserFactory(role=role))
    said = expected()
    return [
        f"{method} {address}: {response.status_code}, and the document says {said[address][role] or 'no'!r}"
        for address, method, response in answers(client)
        if response.status_code >= 500 or (response.status_code == 403) == (said[address][role] == "yes")
    ]


@pytest.mark.req("G1")
def test_the_document_names_every_page_and_has_not_drifted() -> None:
    assert list(expected()) == [f"/{route.address}" for route in routes.routes()]
    call_command("who_may_do_what", check=True)


@pytest.mark.req("G1")
@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_let_in_where_the_document_says_so_and_nowhere_else(role: Role) -> None:
    assert wrong(role) == []


@pytest.mark.req("G1")
@pytest.mark.django_db
def test_nobody_is_let_in_who_has_not_signed_in() -> None:
    assert {response.status_code for _, _, response in answers(Client())} == {302}


@pytest.mark.req("G1")
@pytest.mark.django_db
def test_a_permission_given_without_the_document_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping.add_provider, "allowed", frozenset({Role.BMT, Role.SPOC}))
    assert wrong(Role.SPOC) == [
        "GET /providers/add/: 200, and the document says 'no'",
        "POST /providers/add/: 200, and the document says 'no'",
    ]
    with pytest.raises(CommandError, match=r"docs/who-may-do-what\.md is not what the views say now"):
        call_command("who_may_do_what", check=True)
