"""A web server to kill: gunicorn as production starts it, on the test's database, as often as a test wants one.

Starting Python and Django takes seconds, so one process has them loaded and forks each server, which is then a process
group of its own: gunicorn's master and its worker. SIGKILL ends the group, and with it all that was in its memory; the
process that forks serves nothing and learns nothing. `python -m tests.calls.mortal` is that process.
"""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection

from dev import ports
from dev.paths import CHECKOUT
from programmes.types import QuestionKind
from tests.notices.workers import surroundings

OTHERS = """
SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
DIE_WITH_PARENT = 1  # Linux's PR_SET_PDEATHSIG
PATIENCE = 60  # seconds: two cores may be busy with much else


class Server:
    """`start()` and `kill()`, in turn. `draws` is the kind of question that this server picks where it can."""

    def __init__(self, *, at: datetime, log: Path) -> None:
        with socket.socket() as probe:
            probe.bind((ports.ADDRESS, 0))
            self.port: int = probe.getsockname()[1]
        ahead = int((at - datetime.now(UTC)).total_seconds())
        environment = surroundings(
            BIND=f"{ports.ADDRESS}:{self.port}",
            WEB_WORKERS="1",
            CLOCK_AHEAD_SECONDS=str(ahead),
            PYTHONWARNINGS="ignore",
        )
        with log.open("wb") as output:
            self._forker = subprocess.Popen(
                [sys.executable, "-m", "tests.calls.mortal"], cwd=CHECKOUT, env=environment,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output, text=True,
            )  # fmt: skip
        self._group = 0

    def start(self, draws: QuestionKind, *, forgets: bool = False) -> None:
        """Return once it can be connected to."""
        self._group = self._ask({"draws": draws, "forgets": forgets})
        _wait_until(self._listens, "the server does not start")

    def kill(self) -> None:
        """Return once nothing of it is left, in the database either: what it had sent there is done or undone.

        Its worker can outlive its master by a moment, and would be taken for the next server.
        """
        self._ask({"kill": self._group})
        _wait_until(lambda: not self._listens(), "the killed server's worker stays")
        _wait_until(_alone_in_the_database, "the killed server's connections stay")

    def close(self) -> None:
        """End it all; the forking process kills what it has started when nobody speaks to it any more."""
        self._forker.communicate(timeout=PATIENCE)

    def _listens(self) -> bool:
        try:
            socket.create_connection((ports.ADDRESS, self.port)).close()
        except ConnectionError:
            return False
        return True

    def _ask(self, what: dict[str, Any]) -> int:
        assert self._forker.stdin
        assert self._forker.stdout
        self._forker.stdin.write(json.dumps(what) + "\n")
        self._forker.stdin.flush()
        return int(self._forker.stdout.readline())


def _wait_until(happened: Callable[[], bool], otherwise: str) -> None:
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until, otherwise
        time.sleep(0.01)


def _alone_in_the_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        return bool(cursor.fetchone() == (0,))


def _fork_on_request() -> None:
    from django.db import connections

    import providerdirect.wsgi  # noqa: F401 so that each server finds it loaded

    connections.close_all()
    _load_templates()
    group = 0
    for line in sys.stdin:
        asked = json.loads(line)
        if "kill" in asked:
            _end(asked["kill"])
            group = 0
        elif not (group := os.fork()):
            _serve(**asked)
        sys.stdout.write(f"{group}\n")
        sys.stdout.flush()
    _end(group)


def _load_templates() -> None:
    """Read them once instead of in each server: they are code."""
    from django.template import engines

    folder = CHECKOUT / "templates"
    for path in folder.rglob("*.html"):
        engines["django"].get_template(str(path.relative_to(folder)))


def _end(group: int) -> None:
    if group:
        os.killpg(group, signal.SIGKILL)
        os.waitpid(group, 0)


def _serve(draws: str, forgets: bool) -> None:
    """Be gunicorn, with everything as in production but what chance brings."""
    from gunicorn.app.wsgiapp import WSGIApplication

    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)  # the worker sees by itself that its master has gone
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    _draw_first(QuestionKind(draws))
    if forgets:
        _keep_forms_in_memory()
    sys.argv = ["gunicorn", "--config", "python:providerdirect.server", "providerdirect.wsgi"]
    WSGIApplication().run()
    os._exit(0)


def _draw_first(kind: QuestionKind) -> None:
    from security.rules import draw

    class Loaded:
        def choice(self, usable: Sequence[QuestionKind]) -> QuestionKind:
            return kind if kind in usable else usable[0]

    draw.SystemRandom = Loaded  # type: ignore[misc,assignment]


def _keep_forms_in_memory() -> None:
    """The control: a server that remembers by itself which forms it has taken, instead of on record."""
    from types import SimpleNamespace

    from calls.services import submissions

    taken: dict[object, SimpleNamespace] = {}

    def note(turn: Any, envelope: Any, *, accepted: bool, result: str) -> None:
        taken[envelope.token] = SimpleNamespace(accepted=accepted, result=result)

    submissions._note = note
    submissions.earlier = lambda turn, envelope: taken.get(envelope.token)  # type: ignore[assignment,return-value]


if __name__ == "__main__":
    _fork_on_request()
