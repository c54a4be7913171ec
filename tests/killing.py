"""Deeds in processes of their own that are killed with SIGKILL at a statement picked by the test.

Each has a connection of its own. Nothing of ours is replaced.
"""

import os
import signal
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connection, connections


class Executioner:
    """Kills its own process before or after one statement of the deed."""

    def __init__(self, at: int, *, before: bool) -> None:
        self.at, self.before, self.seen = at, before, 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.seen += 1
        if self.seen == self.at and self.before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = execute(*arguments)
        if self.seen == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        return result


def start(deed: Callable[[], object], executioner: Executioner | None = None) -> int:
    """Do it in a process of its own; its id, for `ended`."""
    child = os.fork()
    if child == 0:
        _in_the_child(deed, executioner)
    return child


def ended(child: int) -> bool:
    """Wait for it; whether it lived to the end."""
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.WEXITSTATUS(status) == 0, "it failed instead of being killed"
    return True


def run(deed: Callable[[], object], executioner: Executioner | None = None) -> bool:
    """Do it in a process of its own; whether it lived to the end."""
    return ended(start(deed, executioner))


def _in_the_child(deed: Callable[[], object], executioner: Executioner | None) -> None:
    ending = 1
    try:
        parents = connections["default"]  # kept, so that it is not closed under the parent's hands
        del connections["default"]
        with ExitStack() as stack:
            if executioner is not None:
                stack.enter_context(connection.execute_wrapper(executioner))
            deed()
        ending = 0 if parents is not None else 2
    except BaseException:  # noqa: BLE001 - this process is not pytest's: nothing may get out of it
        traceback.print_exc()
    finally:
        os._exit(ending)
