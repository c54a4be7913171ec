"""Make the virtual environment and keep it in step with the locked requirements.

    python3 -m dev.environment local    what `make run` needs
    python3 -m dev.environment test     that, and what the tests and checks need

Standard library only: it runs on a machine that has Python and nothing of ours. A marker stands in the environment
for as long as packages are being installed, so that one left half-made by a lost network or a Ctrl-C is made again.
"""

from __future__ import annotations  # an old Python must get as far as being told that it is old

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .messages import Stop, say, stopping
from .paths import CHECKOUT, local

OLDEST_PYTHON = (3, 11)
INSTALLER = "installer"
SETS = {"local": ("local",), "test": ("local", "test")}  # the test set holds everything that the local one does
ADVICE_FOR_VENV = "On Debian and Ubuntu: `apt-get install python3-venv`. Then run this command again."


class Environment:
    """A virtual environment, its marker of unfinished work and its stamp of what is installed."""

    def __init__(self, folder: Path, requirements: Path) -> None:
        self.folder = folder
        self.requirements = requirements
        self.python = folder / "bin" / "python"
        self.unfinished = folder / "unfinished"
        self.stamp = folder / "installed.json"

    def ensure(self, name: str) -> None:
        """Install the named set unless it is there already. Raises Stop with what to do."""
        with self._alone():
            if not self._is_whole():
                self._make()
            if not self._holds(name):
                self._install(name)

    def _is_whole(self) -> bool:
        """Whether there is an environment with a Python that runs and is new enough, and nothing was left halfway."""
        if not self.folder.exists():
            return False
        if self.unfinished.exists():
            say("The last set-up was broken off. Making the virtual environment again.")
            return False
        asked = [str(self.python), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
        try:
            runs = subprocess.run(asked, capture_output=True, check=False).returncode == 0
        except OSError:
            runs = False
        if not runs:
            say("The virtual environment does not work (moved, or its Python has gone). Making it again.")
        return runs

    def _make(self) -> None:
        say(f"Making a virtual environment in {self.folder.name}.")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.unfinished.touch()
        _run([sys.executable, "-m", "venv", str(self.folder)], "make a virtual environment", ADVICE_FOR_VENV)

    def _holds(self, name: str) -> bool:
        try:
            stamped = json.loads(self.stamp.read_text())
        except (OSError, ValueError):
            return False
        return isinstance(stamped, dict) and stamped.get(name) == self._digest(name)

    def _install(self, name: str) -> None:
        say("Installing the locked requirements. The first time takes a minute or two.")
        self.stamp.unlink(missing_ok=True)
        self.unfinished.touch()
        for part in (INSTALLER, name):  # the pip that comes with Python 3.11 takes twice as long as today's
            # Not compiled here: most modules are never imported, and Python keeps what it compiles for those that are.
            _run(
                [
                    *(str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
                    *("--no-compile", "--no-input", "--require-hashes", "-r", str(self._requirements_of(part))),
                ],
                "install the locked requirements",
                "If there is no network, try again once there is one. Behind a proxy or with an index of your own, "
                "set it up for pip as usual (pip.conf or PIP_INDEX_URL). Then run this command again.",
            )
        self.stamp.write_text(json.dumps({each: self._digest(each) for each in SETS[name]}))
        self.unfinished.unlink()

    def _digest(self, name: str) -> str:
        parts = (self._requirements_of(part).read_bytes() for part in (INSTALLER, name))
        return hashlib.sha256(b"".join(parts)).hexdigest()

    def _requirements_of(self, part: str) -> Path:
        return self.requirements / f"{part}.txt"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two commands at once must not both install: the second waits."""
        with (local() / "setup.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another command is setting up. Waiting for it.")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def check_python(version: Sequence[int]) -> None:
    """Raises Stop where this Python is too old to make the environment with."""
    if tuple(version) >= OLDEST_PYTHON:
        return
    newer = next((name for name in (f"python3.{minor}" for minor in range(20, 10, -1)) if shutil.which(name)), "")
    raise Stop(
        f"Python 3.11 or newer is needed, and `python3` is {version[0]}.{version[1]}.",
        f"Say which to use by adding PYTHON={newer or 'python3.12'} to the command"
        + ("." if newer else ", once it is installed (on Debian and Ubuntu: `apt-get install python3`)."),
    )


def _run(command: list[str], doing: str, remedy: str) -> None:
    done = subprocess.run(
        command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        said = "\n".join(done.stdout.strip().splitlines()[-12:])
        raise Stop(f"Could not {doing}. What the tool said:\n{said}", remedy)


def main() -> None:
    """Set up what the first argument names. Run with any Python 3."""
    check_python(sys.version_info[:2])
    name = sys.argv[1] if len(sys.argv) > 1 else "local"
    if name not in SETS:
        raise Stop(f"There is no set of requirements called {name!r}.", f"Choose one of: {', '.join(SETS)}.")
    if sys.platform not in {"linux", "darwin"}:
        raise Stop("The tools of this checkout run on Linux and macOS.", "On Windows, use its Linux subsystem.")
    os.environ.pop("PYTHONHOME", None)
    Environment(CHECKOUT / ".venv", CHECKOUT / "requirements").ensure(name)


if __name__ == "__main__":
    with stopping():
        main()
