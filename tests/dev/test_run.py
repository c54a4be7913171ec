"""`make run` for real: started, used, stopped, and killed. Nothing may be left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from dev import ports, run
from dev.paths import CHECKOUT

PATIENCE = 120  # seconds: two cores may be busy with much else
OURS = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "CLOCK_AHEAD_SECONDS"}
WELCOME = "Provider Direct is at"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind((ports.ADDRESS, 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of the tests' own: the checkout's may be in use. Only the first start fills it."""
    return tmp_path_factory.mktemp("run") / "local"


@pytest.fixture
def surroundings(local: Path, port: int) -> dict[str, str]:
    """With a port of the test's own."""
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    return inherited | {"PD_LOCAL_DIR": str(local), "PORT": str(port)}


@contextmanager
def started(surroundings: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A supervisor that has said where the site is."""
    with log.open("wb") as output:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "dev.run"], cwd=CHECKOUT, env=surroundings, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_until(lambda: WELCOME in log.read_text() or supervisor.poll() is not None)
        assert WELCOME in log.read_text(), log.read_text()
        yield supervisor
    finally:
        supervisor.send_signal(signal.SIGINT)
        supervisor.wait(PATIENCE)


def wait_until(happened: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


def lines(log: Path) -> list[str]:
    return log.read_text().splitlines()


def again(surroundings: dict[str, str]) -> str:
    """What a second command says, which must fail."""
    done = subprocess.run(
        [sys.executable, "-m", "dev.run"],
        cwd=CHECKOUT, env=surroundings, capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def database_process(surroundings: dict[str, str]) -> psutil.Process:
    pid_file = Path(surroundings["PD_LOCAL_DIR"]) / "postgres" / "postmaster.pid"
    return psutil.Process(int(pid_file.read_text().split()[0]))


@pytest.mark.parametrize(
    ("given", "site"), [("", "http://127.0.0.1:8001"), ("https://console.example", "https://console.example")]
)
def test_emails_say_where_it_is_served(monkeypatch: pytest.MonkeyPatch, given: str, site: str) -> None:
    monkeypatch.setenv("SITE_URL", given)
    assert run._environment(port=8001, database="", broker_url="")["SITE_URL"] == site


def test_it_starts_serves_and_leaves_nothing_behind(surroundings: dict[str, str], port: int, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with started(surroundings, log) as supervisor:
        processes = psutil.Process(supervisor.pid).children(recursive=True)
        database = database_process(surroundings)
        assert ports.answers(port)
        wait_until(lambda: {"mail", "web", "worker", "beat"} <= {said.split("|")[0].strip() for said in lines(log)})
        wait_until(lambda: "SIGN IN" in log.read_text())
        assert "running already from this checkout" in again(surroundings)
        elsewhere = surroundings | {"PD_LOCAL_DIR": str(tmp_path / "other")}
        assert f"Port {port} is taken" in again(elsewhere)

    assert supervisor.returncode == 0
    assert "Stopped. The data are kept." in log.read_text()
    assert "Traceback" not in log.read_text()
    assert not psutil.wait_procs([*processes, database], timeout=5)[1]
    ports.check_free(port)


def test_a_killed_supervisor_takes_its_children_with_it(
    surroundings: dict[str, str], port: int, tmp_path: Path
) -> None:
    with started(surroundings, tmp_path / "log") as supervisor:
        processes = psutil.Process(supervisor.pid).children(recursive=True)
        database = database_process(surroundings)
        supervisor.kill()
        assert not psutil.wait_procs(processes, timeout=30)[1]
    ports.check_free(port)
    database.send_signal(signal.SIGINT)  # the database alone stays, for the next start to take over
    psutil.wait_procs([database], timeout=PATIENCE)


def test_a_child_that_ends_by_itself_ends_everything_with_a_plain_message(
    surroundings: dict[str, str], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with started(surroundings, log) as supervisor:
        programs = {" ".join(child.cmdline()): child for child in psutil.Process(supervisor.pid).children()}
        next(child for words, child in programs.items() if " beat " in words).kill()
        assert supervisor.wait(PATIENCE) == 1
    assert "beat ended by itself (exit code -9)" in log.read_text()
    assert "Traceback" not in log.read_text()
    assert not psutil.wait_procs(list(programs.values()), timeout=5)[1]
