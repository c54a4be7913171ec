"""Build the front end with the Node of the virtual environment, only where something has changed.

python -m dev.assets            build where needed
python -m dev.assets --force    build whatever
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .messages import Stop, say, stopping

CHECKOUT = Path(__file__).resolve().parent.parent
SOURCE = CHECKOUT / "static" / "src"
BUILT = CHECKOUT / "static" / "built"
PACKAGES = CHECKOUT / "node_modules"
LOCK = CHECKOUT / "package-lock.json"
BUILDER = Path(__file__).with_name("assets.mjs")


def ensure(*, force: bool = False) -> None:
    """Install the locked packages and build static/built, unless both are in step. Raises Stop where that fails."""
    _ensure_packages()
    _ensure_built(force=force)


def _ensure_packages() -> None:
    stamp, wanted = PACKAGES / ".provider-direct", _digest([LOCK])
    if _read(stamp) == wanted:
        return
    say("Installing the front-end packages.")
    _run([_tool("npm"), "ci", "--no-audit", "--no-fund", "--loglevel=error"], doing="install the front-end packages")
    stamp.write_text(wanted)


def _ensure_built(*, force: bool) -> None:
    stamp, wanted = BUILT / ".provider-direct", _digest([LOCK, BUILDER, *sorted(SOURCE.rglob("*"))])
    if _read(stamp) == wanted and not force:
        return
    say("Building the styles and scripts.")
    _run([_tool("node"), str(BUILDER)], doing="build the styles and scripts")
    stamp.write_text(wanted)


def _run(command: list[str], *, doing: str) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        command, cwd=CHECKOUT, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Stop(
            f"Could not {doing}. What the tool said:\n{(done.stdout + done.stderr).strip()}",
            "With no network, try again once there is one: nothing half-made is used.",
        )


def _tool(name: str) -> str:
    """Node and npm come with the virtual environment; any other on the PATH is the second choice."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        raise Stop(f"{name} is not in the virtual environment.", "Run `make clean`, then this command again.")
    return found


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file():
            digest.update(str(path.relative_to(CHECKOUT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


if __name__ == "__main__":
    with stopping():
        ensure(force="--force" in sys.argv[1:])
