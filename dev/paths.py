"""Where the tools keep what they make: `.local` in the checkout, or the folder that PD_LOCAL_DIR names."""

from __future__ import annotations  # an old Python must get as far as being told that it is old

import hashlib
import os
import tempfile
from pathlib import Path

from .messages import Stop

CHECKOUT = Path(__file__).resolve().parent.parent
LONGEST_SOCKET = 100  # bytes: the system's limit is 107 for a unix socket's path


def local() -> Path:
    """The folder for the database, the broker and locks; made where it is missing."""
    folder = Path(os.environ.get("PD_LOCAL_DIR") or CHECKOUT / ".local").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def socket_path(name: str) -> Path:
    """A unix socket's place: in the local folder, or in a short private one where that path is too long.

    Raises Stop where the short folder belongs to somebody else.
    """
    wanted = local() / name
    if len(os.fsencode(wanted)) <= LONGEST_SOCKET:
        return wanted
    digest = hashlib.sha256(os.fsencode(local())).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"provider-direct-{os.getuid()}-{digest}"
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    if folder.is_symlink() or facts.st_uid != os.getuid() or facts.st_mode & 0o077:
        raise Stop(f"{folder} is not private to you.", "Remove it, or set PD_LOCAL_DIR to a folder with a short path.")
    return folder / name
