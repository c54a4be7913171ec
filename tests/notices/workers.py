"""Real processes that send: one that sends a single email, and a Celery worker with a queue of its own.

python -m tests.notices.workers NUMBER      send this email, in a process that a test may kill
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from dev.paths import CHECKOUT

TOOLS = os.path.dirname(sys.executable)  # noqa: PTH120 - not resolved: the virtual environment's own
DIES_COMPOSING = "test dies composing"


def surroundings(**more: str) -> dict[str, str]:
    """The environment of a process that works on the test's database and mail server."""
    facts = connection.settings_dict
    address = f"postgresql://{quote(facts['USER'])}:{quote(facts['PASSWORD'])}@/{facts['NAME']}?host={facts['HOST']}"
    if facts["PORT"]:
        address += f"&port={facts['PORT']}"
    mail = {"EMAIL_HOST": settings.EMAIL_HOST, "EMAIL_PORT": str(settings.EMAIL_PORT)}
    ours = {"DEMONSTRATION": "1", "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "providerdirect.settings"}
    return {**os.environ, **ours, **mail, **more}


def start_sending(notice_id: int) -> "subprocess.Popen[bytes]":
    """A process that sends this one email."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.notices.workers", str(notice_id)], cwd=CHECKOUT, env=surroundings()
    )


@contextmanager
def celery_worker(broker_url: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker with two processes, in a session of its own, so that a test can kill all of it at once."""
    command = [f"{TOOLS}/celery", "--app", "providerdirect", "--quiet", "worker", "--concurrency", "2"]
    quiet = "ignore:You're running the worker"
    worker = subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle", "--without-heartbeat"], cwd=CHECKOUT, start_new_session=True,
        env=surroundings(REDIS_URL=broker_url, PYTHONWARNINGS=quiet),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield worker
    finally:
        kill(worker)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """End a session's every process at once, as a machine that loses its power would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)


def main(notice_id: int) -> None:
    import django

    django.setup()
    from notices import kinds, services

    kinds.register(DIES_COMPOSING, lambda _: os.kill(os.getpid(), signal.SIGKILL))  # type: ignore[arg-type,return-value]
    services.send(notice_id=notice_id)


if __name__ == "__main__":
    main(int(sys.argv[1]))
