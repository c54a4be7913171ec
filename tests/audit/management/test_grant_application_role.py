"""The application's database role on the real PostgreSQL: everything, but never a change to the record."""

import os
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


@pytest.mark.parametrize(("role", "message"), [("nobody_of_that_name", "no role"), ("postgres", "superuser")])
def test_a_role_that_no_grant_would_bind_is_refused(role: str, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("grant_application_role", role, verbosity=0)


def test_a_role_is_not_made_without_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APPLICATION_ROLE_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="APPLICATION_ROLE_PASSWORD"):
        call_command("grant_application_role", ROLE, "--create", verbosity=0)
