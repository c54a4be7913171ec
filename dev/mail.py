"""The mail catcher of a demonstration: a real SMTP server that keeps every email as a file and passes none on.

    python -m dev.mail FOLDER       on a free port of the loopback address, which it writes to FOLDER/port

An email is on disk, whole, before the sender is told that it was taken.
"""

import asyncio
import os
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from . import paths, ports
from .messages import Stop, say, stopping
from .processes import Child

SECONDS_TO_START = 30
LARGEST = 32 * 1024 * 1024  # bytes


def start() -> tuple[Child, dict[str, str]]:
    """Start it, and return it with the settings that point at it. Raises Stop where it does not start."""
    folder = paths.local() / "mail"
    folder.mkdir(mode=0o700, exist_ok=True)
    place = folder / "port"
    place.unlink(missing_ok=True)
    child = Child("mail", [sys.executable, "-m", "dev.mail", str(folder)])
    until = time.monotonic() + SECONDS_TO_START
    while not place.exists():
        if child.ended() or time.monotonic() > until:
            child.ask_to_stop()
            raise Stop(
                "The mail catcher did not start; its last lines are above.", "Or set EMAIL_HOST to a mail server."
            )
        time.sleep(0.05)
    address = {
        "EMAIL_HOST": ports.ADDRESS,
        "EMAIL_PORT": place.read_text(),
        "EMAIL_USE_TLS": "0",
        "EMAIL_USE_SSL": "0",
        "EMAIL_HOST_USER": "",
    }
    return child, address | {"MAIL_CATCHER_FOLDER": str(folder)}


class Catcher:
    """Keeps what comes in. A name begins with when it came, so that names sort by time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        keep(self.folder, f"{time.time_ns():020}-{uuid4().hex[:8]}.eml", envelope.original_content)
        return "250 Kept"


def keep(folder: Path, name: str, content: bytes) -> None:
    """Write a file that is there whole or not at all."""
    half = folder / f".{name}"
    with half.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.rename(folder / name)


async def serve(folder: Path) -> None:
    """Take in mail until the process ends."""
    from aiosmtpd.smtp import SMTP

    loop = asyncio.get_running_loop()

    def answer() -> Any:
        return SMTP(Catcher(folder), hostname="mail.example", data_size_limit=LARGEST, loop=loop)

    server = await loop.create_server(answer, ports.ADDRESS, 0)
    port = server.sockets[0].getsockname()[1]
    keep(folder, "port", str(port).encode())
    say(f"Taking in mail on port {port}; none leaves this machine.")
    await server.serve_forever()


if __name__ == "__main__":
    with stopping():
        asyncio.run(serve(Path(sys.argv[1])))
