"""`make test`: every test, on real servers that are started for it and stopped again.

Words after `--` go to pytest: `make test ARGS="-k advice"`.
"""

import os
import subprocess
import sys

from . import assets, broker, browser, paths, postgres
from .messages import Stop, say, stopping

WORKERS = "2"


def main(words: list[str]) -> int:
    """pytest's exit code. Raises Stop where a server does not start, or a required browser is missing."""
    assets.ensure()
    _look_for_browser()
    with postgres.running() as database, broker.running(name=f"test-{os.getpid()}") as broker_url:
        environment = {**os.environ, "DEMONSTRATION": "1", "DATABASE_URL": database, "REDIS_URL": broker_url}
        environment.pop("CLOCK_AHEAD_SECONDS", None)
        spread = (
            [] if _runs_by_itself(words) else ["-n", os.environ.get("TEST_WORKERS", WORKERS), "--dist", "worksteal"]
        )
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *spread, *words], cwd=paths.CHECKOUT, env=environment, check=False
        )
    return done.returncode


def _runs_by_itself(words: list[str]) -> bool:
    """Whether the person has said how many workers, or wants a debugger, which needs the terminal to itself."""
    return any(word.startswith(("-n", "--pdb", "-s")) for word in words)


def _look_for_browser() -> None:
    if browser.find():
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":
        raise Stop("REQUIRE_BROWSER=1, and no Chromium is installed.", "`apt-get install chromium`, then try again.")
    say("No Chromium is installed: the browser tests will be skipped. `apt-get install chromium` brings one.")


if __name__ == "__main__":
    with stopping():
        sys.exit(main(sys.argv[1:]))
