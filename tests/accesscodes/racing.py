"""Two transactions on two real connections that meet in the middle."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection, transaction

PATIENCE_IN_SECONDS = 10.0


@dataclass
class Rival:
    """The second of two: runs in its own thread, transaction and connection."""

    deed: Callable[[], object]
    result: object = None
    error: Exception | None = None
    waited: bool = False
    _pid: int = 0
    _started: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    self._pid = cursor.fetchone()[0]
                self._started.set()
                self.result = self.deed()
        except Exception as error:  # noqa: BLE001 the test looks at it
            self.error = error
        finally:
            self._started.set()
            connection.close()

    def wait_until_stopped_by_a_lock(self, thread: threading.Thread) -> None:
        """Return once the rival waits for a lock, or has ended without."""
        assert self._started.wait(PATIENCE_IN_SECONDS)
        until = time.monotonic() + PATIENCE_IN_SECONDS
        while thread.is_alive() and time.monotonic() < until:
            with connection.cursor() as cursor:
                cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE pid = %s AND NOT granted)", [self._pid])
                if cursor.fetchone()[0]:
                    self.waited = True
                    return
            time.sleep(0.01)


def race(first: Callable[[], object], second: Callable[[], object]) -> tuple[object, Rival]:
    """Do the first, and before it is committed start the second. Needs a test with `transaction=True`."""
    rival = Rival(second)
    thread = threading.Thread(target=rival.run)
    with transaction.atomic():
        result = first()
        thread.start()
        rival.wait_until_stopped_by_a_lock(thread)
    thread.join(PATIENCE_IN_SECONDS)
    assert not thread.is_alive()
    return result, rival
