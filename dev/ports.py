"""Is the port free, and does the site answer on it?"""

import errno
import http.client
import socket

from .messages import Stop

ADDRESS = "127.0.0.1"


def chosen(raw: str) -> int:
    """The port as a number. Raises Stop for one that is none."""
    if raw.isascii() and raw.isdigit() and 1 <= int(raw) <= 65535:
        return int(raw)
    raise Stop(f"PORT must be a whole number from 1 to 65535, not {raw!r}.", "For example: `make run PORT=8001`.")


def check_free(port: int) -> None:
    """Raises Stop where the port is taken, or where this user may not have it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((ADDRESS, port))
        except OSError as error:
            problem = "is taken by another program" if error.errno == errno.EADDRINUSE else f"cannot be used: {error}"
            another = port + 1 if 1024 <= port < 65535 else 8001
            raise Stop(f"Port {port} {problem}.", f"Choose another: `make run PORT={another}`.") from None


def answers(port: int, *, host: str = ADDRESS) -> bool:
    """Whether the site answers there, asked under this name, that it is well."""
    line = http.client.HTTPConnection(ADDRESS, port, timeout=2)
    try:
        line.request("GET", "/healthz", headers={"Host": host})
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
