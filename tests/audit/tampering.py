"""A record to tamper with, and somebody with every right, for tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from audit.actions import Action
from audit.services import record
from audit.verification import faults


def write(chain: str, count: int) -> None:
    for _ in range(count):
        record(Action.CALL_OPENED, chain=chain, subject="participant 1", detail={"n": [1, 2.5, "é"]})


@contextmanager
def superuser() -> Iterator[Callable[[str], None]]:
    """Somebody who switches the guards off, and on again to hide it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor.execute
        cursor.execute("SET LOCAL session_replication_role = origin")


def found() -> list[str]:
    return [str(fault) for fault in faults()]
