"""Mail goes to a server whose certificate names it, over TLS from the start or by STARTTLS, and no other."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.test import override_settings

from notices import services
from notices.models import Notice
from notices.rules import Reason, State
from tests.notices.factories import NoticeFactory
from tests.notices.post_office import PostOffice, open_post_office

pytestmark = [pytest.mark.django_db, pytest.mark.req("A7", "A8")]
NAME = "localhost"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file with a key and a certificate for `localhost` that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file = tmp_path_factory.mktemp("mail") / "server.pem"
    file.write_bytes(key.private_bytes(encoding, form, plain) + made.public_bytes(encoding))
    return file


@contextmanager
def office_with(certificate: Path, setting: str) -> Iterator[PostOffice]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    how = {"implicit": context} if setting == "EMAIL_USE_SSL" else {"starttls": context}
    with open_post_office(**how) as office, override_settings(**{setting: True, "EMAIL_HOST": NAME}):
        yield office


def sent() -> Notice:
    notice = NoticeFactory()
    services.send(notice_id=notice.pk)
    notice.refresh_from_db()
    return notice


@pytest.mark.parametrize("setting", ["EMAIL_USE_SSL", "EMAIL_USE_TLS"])
def test_mail_travels_encrypted(certificate: Path, setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with office_with(certificate, setting) as office:
        assert sent().state == State.SENT
    assert (len(office.letters), office.encrypted) == (1, [True])


@pytest.mark.parametrize("setting", ["EMAIL_USE_SSL", "EMAIL_USE_TLS"])
@pytest.mark.parametrize("wrong", ["a certificate that nobody vouches for", "another server's certificate"])
def test_nothing_is_said_to_a_server_that_cannot_show_who_it_is(
    certificate: Path, setting: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = wrong.startswith("another")
    if other:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with office_with(certificate, setting) as office, override_settings(EMAIL_HOST="127.0.0.1" if other else NAME):
        notice = sent()
    assert (notice.state, notice.reason, notice.handed_over_at) == (State.WAITING, Reason.UNREACHABLE, None)
    assert (office.letters, office.encrypted) == ([], [])


def test_the_control_without_either_it_travels_in_plain() -> None:
    with open_post_office() as office:
        assert sent().state == State.SENT
    assert office.encrypted == [False]
