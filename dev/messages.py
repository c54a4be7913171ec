"""What the tools say to the person at the terminal. Standard library only: it runs before anything is installed."""

from __future__ import annotations  # an old Python must get as far as being told that it is old

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Stop(Exception):
    """The command cannot go on: what happened, and what to do about it."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__("\n".join(part for part in (problem, remedy) if part))


def say(text: str) -> None:
    print(text, flush=True)


def complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def stopping() -> Iterator[None]:
    """Turn a Stop into its message and exit code 1, and Ctrl-C into exit code 130: no traceback for either."""
    try:
        yield
    except Stop as stop:
        complain(f"\n{stop}")
        sys.exit(1)
    except KeyboardInterrupt:
        complain("\nStopped.")
        sys.exit(130)
