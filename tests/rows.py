"""What a test has written, kept and put back for another that begins the same way (calls/rewinding.py).

The database holds afterwards exactly what it held: what made the rows has been through all its guards once.
"""

from typing import Any

from django.db import connection, transaction

from tests.emptying import FILLED_BY_MIGRATING

Rows = dict[str, bytes]


def kept() -> Rows:
    """Every row of every table that holds something."""
    with connection.cursor() as cursor:
        return {name: _read(cursor, name) for name in tables_that_hold_something()}


def put_back(rows: Rows) -> None:
    """Into tables that hold nothing, with triggers and foreign keys switched off for as long."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name, data in rows.items():
            with cursor.copy(f'COPY "{name}" FROM STDIN (FORMAT binary)') as into:
                into.write(data)
        cursor.execute("SET LOCAL session_replication_role = origin")


def tables_that_hold_something() -> list[str]:
    """The names of the tables that a test has written to."""
    with connection.cursor() as cursor:
        every = [
            name for name in connection.introspection.table_names(cursor) if f"'{name}'" not in FILLED_BY_MIGRATING
        ]
        asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in every)  # noqa: S608
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


def _read(cursor: Any, name: str) -> bytes:
    with cursor.copy(f'COPY "{name}" TO STDOUT (FORMAT binary)') as found:
        return b"".join(bytes(part) for part in found)
