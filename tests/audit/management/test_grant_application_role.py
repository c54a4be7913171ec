"""The application's database role on the real PostgreSQL: everything, but never a change to the record."""

import base64
import hashlib
import hmac
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from psycopg import sql

ROLE = (
    f"test_application_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{os.getpid()}"  # roles are the whole server's
)
pytestmark = [pytest.mark.django_db, pytest.mark.req("G2")]


@pytest.fixture
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPLICATION_ROLE_PASSWORD", "a-password-of-the-test")


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
        yield
        cursor.execute("RESET ROLE")


@pytest.mark.usefixtures("_password")
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["audit_auditevent", "audit_seal"])
def test_the_role_cannot_change_the_record(statement: str, table: str) -> None:
    call_command("grant_application_role", ROLE, "--create", verbosity=0)
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with acting_as(ROLE), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.usefixtures("_password")
def test_the_role_can_add_to_the_record_and_work_with_the_rest() -> None:
    call_command("grant_application_role", ROLE, "--create", verbosity=0)
    with acting_as(ROLE), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_seal (number, at, through_event, digest) VALUES (1, now(), 0, '\\x00') "
            "RETURNING through_event"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute("INSERT INTO django_session VALUES ('key', 'data', now())")
        cursor.execute("UPDATE django_session SET session_data = 'other'")
        cursor.execute("DELETE FROM django_session")
        assert cursor.rowcount == 1


@pytest.mark.usefixtures("_password")
def test_a_second_run_takes_a_wider_grant_back() -> None:
    call_command("grant_application_role", ROLE, "--create", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT ALL ON audit_auditevent TO {ROLE}")
    call_command("grant_application_role", ROLE, "--create", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'audit_auditevent', 'UPDATE, DELETE, TRUNCATE')", [ROLE])
        assert cursor.fetchone() == (False,)


def can_sign_in_with(password: str) -> bool:
    """Whether the role may sign in, and PostgreSQL holds what it keeps of this password (RFC 5802)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcanlogin, rolpassword FROM pg_authid WHERE rolname = %s", [ROLE])
        may, held = cursor.fetchone()
    rounds, salt, stored = re.fullmatch(r"SCRAM-SHA-256\$(\d+):(.+)\$(.+):.+", held).groups()  # type: ignore[union-attr]
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(rounds))
    key = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    return bool(may) and key == base64.b64decode(stored)


def test_a_changed_password_is_applied_to_the_role_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the service, started with the new one, could not connect."""
    monkeypatch.setenv("APPLICATION_ROLE_PASSWORD", "the-old-one")
    call_command("grant_application_role", ROLE, "--create", verbosity=0)
    assert can_sign_in_with("the-old-one")
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE {ROLE} NOLOGIN")
    monkeypatch.setenv("APPLICATION_ROLE_PASSWORD", "the-new-one")
    call_command("grant_application_role", ROLE, "--create", verbosity=0)
    assert can_sign_in_with("the-new-one")
    assert not can_sign_in_with("the-old-one")


@pytest.mark.usefixtures("_password")
def test_a_superusers_password_is_left_alone() -> None:
    with connection.cursor() as cursor:
        held = "SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'"
        before = cursor.execute(held).fetchone()
        with pytest.raises(CommandError, match="superuser"):
            call_command("grant_application_role", "postgres", "--create", verbosity=0)
        assert cursor.execute(held).fetchone() == before


@pytest.mark.usefixtures("_password")
def test_the_role_makes_no_temporary_tables() -> None:
    """The control: whoever may connect may make them until this is taken away."""
    make = "CREATE TEMPORARY TABLE calls_call (id bigint) ON COMMIT DROP"
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(ROLE)))
        with acting_as(ROLE):
            cursor.execute(make)
        cursor.execute("DROP TABLE pg_temp.calls_call")
    call_command("grant_application_role", ROLE, verbosity=0)
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with acting_as(ROLE), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(make)


@pytest.mark.usefixtures("_password")
def test_a_role_that_could_still_make_them_is_granted_nothing() -> None:
    with connection.cursor() as cursor:
        for statement in (
            "CREATE ROLE {0}", "CREATE ROLE {1}", "GRANT TEMPORARY ON DATABASE {2} TO {1}", "GRANT {1} TO {0}"
        ):  # fmt: skip
            names = (ROLE, f"{ROLE}_others", connection.settings_dict["NAME"])
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
        with pytest.raises(CommandError, match="REVOKE TEMPORARY ON DATABASE"):
            call_command("grant_application_role", ROLE, verbosity=0)
        cursor.execute("SELECT has_table_privilege(%s, 'calls_call', 'SELECT')", [ROLE])
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize(("role", "message"), [("nobody_of_that_name", "no role"), ("postgres", "superuser")])
def test_a_role_that_no_grant_would_bind_is_refused(role: str, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("grant_application_role", role, verbosity=0)


def test_a_role_is_not_made_without_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APPLICATION_ROLE_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="APPLICATION_ROLE_PASSWORD"):
        call_command("grant_application_role", ROLE, "--create", verbosity=0)
