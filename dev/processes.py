"""Child processes that are owned: each is stopped by its own id, and none outlives the one that started it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, cast

from .messages import Stop, complain
from .paths import CHECKOUT

LEASH = Path(__file__).with_name("leash.py")
WIDEST_NAME = 6


class Child:
    """A program in a session of its own, so that Ctrl-C reaches only its owner; its lines are printed with its name."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        log: Path | None = None,
    ) -> None:
        """Start it; with `log`, its lines go to that file instead.

        Must be called from the main thread: the leash is tied to the thread that forks.
        """
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("A child must be started from the main thread.")
        self.name = name
        leash = [sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), str(int(signal.SIGTERM))]
        self.process = subprocess.Popen(
            [*leash, *command],
            cwd=CHECKOUT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        show = (name, cast(IO[bytes], self.process.stdout), log)
        self._printer = threading.Thread(target=_pass_lines_on, args=show, daemon=True)
        self._printer.start()

    def ended(self) -> bool:
        return self.process.poll() is not None

    def ask_to_stop(self) -> None:
        if not self.ended():
            self.process.terminate()

    def wait_or_kill(self, until: float) -> None:
        """Wait for the end until this moment (time.monotonic), then kill it and what it started."""
        try:
            self.process.wait(timeout=max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            complain(f"{self.name} did not stop when asked. Killing it.")
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._printer.join(timeout=1)


def stop_all(children: Iterable[Child], *, seconds: float = 10) -> None:
    """Ask every child to stop, last started first, and see each one gone."""
    backwards = list(children)[::-1]
    for child in backwards:
        child.ask_to_stop()
    until = time.monotonic() + seconds
    for child in backwards:
        child.wait_or_kill(until)


def run_to_end(command: Sequence[str], environment: Mapping[str, str], *, doing: str, quiet: bool = False) -> str:
    """Run a short command and return what it printed. Raises Stop with its output where it fails."""
    done = subprocess.run(
        command,
        cwd=CHECKOUT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Stop(f"Could not {doing}." + (f" What it said:\n{done.stdout.strip()}" if quiet else ""))
    return done.stdout or ""


def _pass_lines_on(name: str, stream: IO[bytes], log: Path | None) -> None:
    with ExitStack() as stack:
        stack.enter_context(stream)
        file = stack.enter_context(log.open("w")) if log else None
        for line in stream:
            text = line.decode(errors="replace").rstrip()
            print(text if file else f"{name:<{WIDEST_NAME}} | {text}", file=file, flush=True)
