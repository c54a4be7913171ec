"""`make run`: the whole service on this machine, web, worker, scheduler and mail catcher, until Ctrl-C.

PORT chooses the port, CLOCK=real keeps the true time; DATABASE_URL, REDIS_URL and EMAIL_HOST replace what is bundled.
"""

import fcntl
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

from . import assets, broker, demonstration_clock, mail, paths, ports, postgres
from .messages import Stop, say, stopping
from .processes import Child, run_to_end, stop_all

TOOLS = Path(sys.executable).parent
SECONDS_TO_START = 90
GLANCE = 0.3  # seconds between two looks at the children


def main() -> None:
    """Start everything, say how to sign in, and stay until asked to stop. Raises Stop with what to do."""
    port = ports.chosen(os.environ.get("PORT") or "8000")
    with ExitStack() as stack:
        stack.enter_context(_only_one())
        ports.check_free(port)
        assets.ensure()
        environment = _environment(
            port=port,
            database=stack.enter_context(postgres.running()),
            broker_url=stack.enter_context(broker.running(os.environ.get("REDIS_URL", ""))),
        )
        _prepare(environment)
        children: list[Child] = []
        stack.callback(lambda: stop_all(children))
        if _is_demonstration(environment) and not environment.get("EMAIL_HOST"):
            catcher, address = mail.start()
            children.append(catcher)
            environment |= address
        for name, command in _programs():
            children.append(Child(name, command, environment=environment))
        _wait_for_site(port, children, host=_host(environment))
        _welcome(port, environment)
        _watch(children)


def _environment(*, port: int, database: str, broker_url: str) -> dict[str, str]:
    environment = {"DEMONSTRATION": "1", **os.environ}
    environment |= {"DATABASE_URL": database, "REDIS_URL": broker_url, "BIND": f"{ports.ADDRESS}:{port}"}
    environment["SITE_URL"] = environment.get("SITE_URL") or _site(port)  # emails say where to go
    environment |= {"PYTHONUNBUFFERED": "1", "PD_LOCAL_DIR": str(paths.local())}
    if os.geteuid() == 0:  # in a container of one's own it is what there is; Celery's page of warning helps nobody
        environment["PYTHONWARNINGS"] = "ignore:You're running the worker"
    if _is_demonstration(environment):
        environment["CLOCK_AHEAD_SECONDS"] = str(_seconds_ahead(database))
    return environment


def _site(port: int) -> str:
    return f"http://{ports.ADDRESS}:{port}"


def _is_demonstration(environment: dict[str, str]) -> bool:
    return environment["DEMONSTRATION"].strip().lower() in {"1", "true", "yes", "on"}


def _seconds_ahead(database: str) -> int:
    """How far the demonstration's clock runs ahead: as told, not at all, or to the next time the line is open.

    What was done in an earlier run is over when it starts again: a call must not end before it was opened.
    """
    if told := os.environ.get("CLOCK_AHEAD_SECONDS"):
        return int(told)
    if os.environ.get("CLOCK") == demonstration_clock.REAL:
        return 0
    return demonstration_clock.seconds_ahead(
        datetime.now(UTC), demonstration_clock.bank_holiday, demonstration_clock.last_in(database)
    )


def _prepare(environment: dict[str, str]) -> None:
    say("Bringing the database up to date.")
    run_to_end([sys.executable, "-m", "dev.prepare"], environment, doing="bring the database up to date and fill it")


def _programs() -> Iterator[tuple[str, list[str]]]:
    celery = [str(TOOLS / "celery"), "--app", "providerdirect", "--quiet"]
    yield "web", [str(TOOLS / "gunicorn"), "--config", "python:providerdirect.server", "providerdirect.wsgi"]
    yield "worker", [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip"]
    yield "beat", [*celery, "beat", "--schedule", str(paths.local() / "beat-schedule"), "--loglevel", "INFO"]


def _host(environment: dict[str, str]) -> str:
    """The name that the site answers to."""
    return (environment.get("ALLOWED_HOSTS") or ports.ADDRESS).split(",")[0].strip()


def _wait_for_site(port: int, children: list[Child], *, host: str) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while not ports.answers(port, host=host):
        _check_alive(children)
        if time.monotonic() > until:
            raise Stop(f"The site did not answer within {SECONDS_TO_START} seconds; its last lines are above.")
        time.sleep(GLANCE)


def _welcome(port: int, environment: dict[str, str]) -> None:
    say(f"\nProvider Direct is at {_site(port)}/ - Ctrl-C stops it.")
    ahead = int(environment.get("CLOCK_AHEAD_SECONDS") or 0)
    if ahead:
        moment = datetime.now(demonstration_clock.LONDON) + timedelta(seconds=ahead)
        say(
            f"The demonstration's clock runs ahead, to when the line is open and all on record is over: it is "
            f"{moment:%A} {moment.day} {moment:%B, %H:%M} there.\n`make run CLOCK=real` keeps the true time."
        )
    if _is_demonstration(environment):
        command = [sys.executable, "manage.py", "demonstration_card"]
        say(run_to_end(command, environment, doing="print how to sign in", quiet=True).rstrip())


def _watch(children: list[Child]) -> None:
    while True:
        _check_alive(children)
        time.sleep(GLANCE)


def _check_alive(children: list[Child]) -> None:
    for child in children:
        if child.ended():
            raise Stop(
                f"{child.name} ended by itself (exit code {child.process.returncode}); its last lines are above.",
                "Everything else is being stopped. Mend what they say and run `make run` again; the data are kept.",
            )


@contextmanager
def _only_one() -> Iterator[None]:
    """Raises Stop where `make run` is running already in this checkout."""
    with (paths.local() / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            where = lock.read().strip() or "it is just starting"
            raise Stop(
                f"Provider Direct is running already from this checkout ({where}).",
                "Stop that one with Ctrl-C first.",
            ) from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, port {os.environ.get('PORT') or '8000'}")
        lock.flush()
        yield


def _end_on_signals() -> None:
    """The first SIGINT, SIGTERM or SIGHUP ends the command in good order; later ones do not disturb that."""

    def end(_number: int, _frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        say("\nStopping.")
        raise KeyboardInterrupt

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, end)


if __name__ == "__main__":
    _end_on_signals()
    with stopping():
        try:
            main()
        except KeyboardInterrupt:
            say("Stopped. The data are kept.")
