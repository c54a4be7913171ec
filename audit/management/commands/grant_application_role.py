"""Give the application its own database role: it may work with every table and only add to the record (G2)."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from psycopg import sql

PASSWORD = "APPLICATION_ROLE_PASSWORD"  # noqa: S105 - the name of a variable
READ_ONLY = ("django_migrations",)
BYPASSES = """
    SELECT rolsuper OR pg_has_role(rolname, current_user, 'MEMBER') FROM pg_roles WHERE rolname = %s
"""
TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') ORDER BY relname
"""


class Command(BaseCommand):
    help = (
        "Grants ROLE what the web, worker and scheduler need: reading and writing every table, but only reading and "
        "adding to the audit tables, and no temporary tables. Run it as the owner of the tables and the database after "
        "each migration; running it again is safe."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role")
        parser.add_argument(
            "--create", action="store_true", help=f"make the role first, and set its password to {PASSWORD}"
        )

    def handle(self, *_args: Any, role: str, create: bool, **_options: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            if create:
                _create(cursor, role)
            _check(cursor, role)
            cursor.execute(TABLES)
            tables = [name for (name,) in cursor.fetchall()]
            for statement in _statements(role, tables):
                cursor.execute(statement)
            _take_temporary_tables(cursor, role)
        self.stdout.write(f"{role} may work with {len(tables)} tables, and only add to the record.")


def _statements(role: str, tables: list[str]) -> list[sql.Composed]:
    """Everything is taken away first, so that an older and wider grant does not stay."""
    to = sql.Identifier(role)
    schema = [
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}",
        "REVOKE CREATE ON SCHEMA public FROM {role}",
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ]
    whole = [sql.SQL(text).format(role=to) for text in schema]
    each = [
        sql.SQL("GRANT {what} ON {table} TO {role}").format(
            what=sql.SQL(_privileges(table)), table=sql.Identifier("public", table), role=to
        )
        for table in tables
    ]
    return whole + each


def _take_temporary_tables(cursor: Any, role: str) -> None:
    """Nobody but the owner makes temporary tables: no page needs one, and one can stand before a table of ours (0170).

    Only the database's owner can take that away; of anybody else PostgreSQL takes the statement and does nothing.
    """
    cursor.execute("SELECT current_database()")
    (name,) = cursor.fetchone()
    database, to = sql.Identifier(name), sql.Identifier(role)
    cursor.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC, {}").format(database, to))
    cursor.execute("SELECT has_database_privilege(%s, current_database(), 'TEMPORARY')", [role])
    if cursor.fetchone()[0]:
        raise CommandError(
            f"{role} could still make temporary tables, and nothing was granted. As the owner of the database run "
            f'REVOKE TEMPORARY ON DATABASE "{name}" FROM PUBLIC, "{role}"; then run this again.'
        )


def _privileges(table: str) -> str:
    if table in READ_ONLY:
        return "SELECT"
    return "SELECT, INSERT" if table.startswith("audit_") else "SELECT, INSERT, UPDATE, DELETE"


def _create(cursor: Any, role: str) -> None:
    """Make the role, or give the one there is its password, which may be a new one, and let it sign in.

    The password is sent as its digest, so that no log can hold it.
    """
    password = os.environ.get(PASSWORD, "").strip()
    if not password:
        raise CommandError(f"Set {PASSWORD} to the role's password.")
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
    digest = cursor.connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    cursor.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, sql.Identifier(role), sql.Literal(digest)))


def _check(cursor: Any, role: str) -> None:
    cursor.execute(BYPASSES, [role])
    row = cursor.fetchone()
    if row is None:
        raise CommandError(f"There is no role called {role}. Make it first, or add --create.")
    if row[0]:
        raise CommandError(f"{role} owns the tables or is a superuser: no grant binds it. Name another role.")
