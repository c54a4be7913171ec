"""The demonstration's page of sent mail, over what the real catcher wrote: see also tests/dev/test_mail.py."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from accounts.rules import Role
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("A7")]
SENT = reverse("notices:sent-mail")
NAME = "00000000001763766000000000000-0a1b2c3d"


@pytest.fixture
def spoc() -> Client:
    return sign_in(Client(), UserFactory(role=Role.SPOC, email="a@example.com"))


@pytest.fixture
def folder(tmp_path: Path):
    """A mail catcher's folder with one email in it."""
    email = EmailMessage()
    email["To"], email["Subject"], email["Date"] = (
        "Ann <A@example.com>",
        "<b>Code</b>",
        "Sat, 21 Nov 2026 23:02:45 +0000",
    )
    email.set_content("Go to https://console.example/x\n<script>no</script>")
    email.add_attachment(b"PK\0file", maintype="application", subtype="x-test", filename='co"de.docx')
    (tmp_path / f"{NAME}.eml").write_bytes(email.as_bytes())
    (tmp_path / "port").write_text("25")
    with override_settings(MAIL_CATCHER_FOLDER=str(tmp_path)):
        yield tmp_path


@pytest.mark.parametrize("role", [Role.BMT, Role.SPOC])
def test_bmt_and_the_recipient_read_it(folder: Path, role: Role) -> None:
    client = sign_in(Client(), UserFactory(role=role, email="a@example.com" if role is Role.SPOC else "b@example.com"))
    listed = text_of(assert_valid_html(client.get(SENT)))
    assert "<b>Code</b>" in listed
    assert "A@example.com" in listed
    letter = client.get(reverse("notices:letter", args=[NAME]))
    assert "<script>no</script>" in text_of(assert_valid_html(letter))
    file = client.get(reverse("notices:attachment", args=[NAME, 0]))
    assert file.content == b"PK\0file"
    assert file.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.req("G1")
def test_another_spoc_sees_nothing_of_it(folder: Path) -> None:
    other = sign_in(Client(), UserFactory(role=Role.SPOC, email="aa@example.com"))
    assert "No email has been sent yet" in text_of(assert_valid_html(other.get(SENT)))
    assert other.get(reverse("notices:letter", args=[NAME])).status_code == 404
    assert other.get(reverse("notices:attachment", args=[NAME, 0])).status_code == 404


@pytest.mark.req("G1")
@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.BMT, Role.SPOC}])
def test_nobody_else_opens_it(folder: Path, role: Role) -> None:
    client = sign_in(Client(), UserFactory(role=role, email="a@example.com"))
    for address in (
        SENT, reverse("notices:letter", args=[NAME]), reverse("notices:attachment", args=[NAME, 0])
    ):  # fmt: skip
        assert client.get(address).status_code == 403
    assert SENT not in client.get("/desk/").content.decode()


@pytest.mark.parametrize("name", ["1-ff", "port", "-", "1-", NAME + "0"])
def test_an_email_that_is_not_there(spoc: Client, folder: Path, name: str) -> None:
    assert spoc.get(reverse("notices:letter", args=[name])).status_code == 404
    assert spoc.get(reverse("notices:attachment", args=[name, 0])).status_code == 404
    assert spoc.get(reverse("notices:attachment", args=[NAME, 1])).status_code == 404


def test_an_empty_folder(spoc: Client, tmp_path: Path) -> None:
    with override_settings(MAIL_CATCHER_FOLDER=str(tmp_path)):
        assert "No email has been sent yet" in text_of(assert_valid_html(spoc.get(SENT)))


@pytest.mark.req("A5")
def test_outside_a_demonstration_there_is_no_such_page(spoc: Client, folder: Path) -> None:
    for away in ({"DEMONSTRATION": False}, {"MAIL_CATCHER_FOLDER": ""}):
        with override_settings(**away):
            assert spoc.get(SENT).status_code == 404
            assert spoc.get(reverse("notices:letter", args=[NAME])).status_code == 404
            assert spoc.get(reverse("notices:attachment", args=[NAME, 0])).status_code == 404
    assert Client().get(SENT).status_code == 302
