"""How much anybody may send (G1): nothing large is read from somebody unknown, and nothing larger than a form needs."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.rules import Role
from core import uploads
from dev import ports
from dev.paths import CHECKOUT
from tests.accounts.factories import UserFactory, sign_in
from tests.accounts.signing_in import enter_password
from tests.html import assert_valid_html, text_of
from tests.notices.workers import surroundings

pytestmark = pytest.mark.req("G1")
LOAD, SIGN_IN = reverse("providers:load"), reverse("sign-in")
PATIENCE = 60  # seconds: two cores may be busy with much else


def sent(client: Client, size: int, address: str = LOAD) -> tuple[int, str]:
    response = client.post(address, {"file": SimpleUploadedFile("list.csv", b"x" * size)}, follow=True)
    return response.status_code, text_of(assert_valid_html(response))


@pytest.mark.django_db
class TestInOneProcess:
    def test_a_form_says_what_is_wrong_with_a_file_that_is_a_little_too_large(self) -> None:
        bmt = sign_in(Client(), UserFactory(role=Role.BMT))
        status, text = sent(bmt, uploads.LARGEST_FILE + 1)
        assert status == 200
        assert "The file must be 5 MB or smaller" in text

    def test_a_page_says_it_of_a_file_that_is_far_too_large(self) -> None:
        bmt = sign_in(Client(), UserFactory(role=Role.BMT))
        status, text = sent(bmt, uploads.LARGEST_REQUEST + 1)
        assert status == 413
        assert "A file must be 5 MB or smaller" in text
        assert "Go to your start page" in text

    def test_who_is_not_signed_in_may_send_a_short_form_only(self) -> None:
        assert sent(Client(), uploads.LARGEST_UNKNOWN // 2, SIGN_IN)[0] == 200
        status, text = sent(Client(), uploads.LARGEST_UNKNOWN, SIGN_IN)
        assert status == 413
        assert "sign in first" in text

    def test_a_password_alone_is_not_enough(self) -> None:
        client = Client()
        enter_password(client, UserFactory(role=Role.BMT).email)
        assert sent(client, uploads.LARGEST_UNKNOWN)[0] == 413


@pytest.fixture(scope="module")
def port(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """gunicorn as production starts it, on the test's database."""
    with socket.socket() as probe:
        probe.bind((ports.ADDRESS, 0))
        port: int = probe.getsockname()[1]
    gunicorn = Path(os.path.dirname(sys.executable)) / "gunicorn"  # noqa: PTH120 - the link, not what it points to
    with (tmp_path_factory.mktemp("server") / "log").open("wb") as log:
        server = subprocess.Popen(
            [gunicorn, "--config", "python:providerdirect.server", "providerdirect.wsgi"], cwd=CHECKOUT,
            env=surroundings(BIND=f"{ports.ADDRESS}:{port}", WEB_WORKERS="1"), stdout=log, stderr=log,
        )  # fmt: skip
    until = time.monotonic() + PATIENCE
    while not ports.answers(port):
        assert server.poll() is None
        assert time.monotonic() < until, "the server does not start"
        time.sleep(0.1)
    yield port
    server.terminate()
    server.wait(PATIENCE)


def asked(port: int, headers: dict[str, str], *pieces: bytes) -> tuple[int, str]:
    """The answer to a request of which these pieces have been sent."""
    with closing(HTTPConnection(ports.ADDRESS, port, timeout=PATIENCE)) as connection:
        connection.putrequest("POST", SIGN_IN)
        for name, value in {"Content-Type": "multipart/form-data; boundary=B", **headers}.items():
            connection.putheader(name, value)
        connection.endheaders()
        for piece in pieces:
            connection.send(piece)
        with connection.getresponse() as answer:
            return answer.status, answer.read().decode()


@pytest.mark.django_db(transaction=True)
class TestOverTheWire:
    START = b'--B\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'

    def test_somebody_unknown_is_answered_before_the_rest_is_sent(self, port: int) -> None:
        """Or anybody's 300 megabytes would be written to /tmp, which is memory, before the token is checked."""
        status, text = asked(port, {"Content-Length": str(300 * 1024**2)}, self.START)
        assert status == 413
        assert "too much at once" in text

    def test_pieces_without_a_sum_are_refused(self, port: int) -> None:
        piece = b"%x\r\n%s\r\n" % (len(self.START), self.START)
        assert asked(port, {"Transfer-Encoding": "chunked"}, piece)[0] == 413

    def test_somebody_known_gets_to_see_the_answer_after_sending_all_of_it(self, port: int) -> None:
        """A browser that is cut off while it sends shows an error of its own."""
        session = sign_in(Client(), UserFactory(role=Role.BMT)).cookies[settings.SESSION_COOKIE_NAME]
        headers = {"Cookie": f"{session.key}={session.value}", "Content-Length": str(16 * 1024**2)}
        status, text = asked(port, headers, *[b"x" * 1024**2] * 16)
        assert status == 413
        assert "5 MB or smaller" in text
