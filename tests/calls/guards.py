"""The database's guards, and how a test shows that a write is refused by one of them and by nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction


@dataclass(frozen=True)
class Guard:
    """A constraint or trigger of a table, and how to take it away."""

    table: str
    name: str

    def drop(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s", (self.table, self.name)
            )
            if cursor.fetchone():
                cursor.execute(f"DROP TRIGGER {self.name} ON {self.table}")
                return
            cursor.execute(
                "SELECT 1 FROM pg_constraint WHERE conrelid = %s::regclass AND conname = %s", (self.table, self.name)
            )
            found = cursor.fetchone()
            cursor.execute(
                f"ALTER TABLE {self.table} DROP CONSTRAINT {self.name}" if found else f"DROP INDEX {self.name}"
            )


def refused_by(write: Callable[[], Any], *guards: Guard) -> None:
    """The write is refused as long as any of the guards is there, and goes through without them."""
    connection.check_constraints()
    for guard in guards:
        with pytest.raises(IntegrityError), transaction.atomic():
            _at_once(write)
        guard.drop()
    write()


def _at_once(write: Callable[[], Any]) -> None:
    write()
    connection.check_constraints()


def sql(statement: str, *values: object) -> Callable[[], int]:
    def run() -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount

    return run
