"""Ask the web server of this container after its health: `python -m providerdirect.ask_health`. Exits with 0 or 1."""

import http.client
import os
import sys


def main() -> int:
    host, _, port = os.environ.get("BIND", "127.0.0.1:8000").rpartition(":")
    line = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, int(port), timeout=4)  # noqa: S104
    try:
        line.request("GET", "/healthz", headers={"Host": os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]})
        return 0 if line.getresponse().status == 200 else 1
    except (OSError, http.client.HTTPException):
        return 1
    finally:
        line.close()


if __name__ == "__main__":
    sys.exit(main())
