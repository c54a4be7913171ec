"""What every test of the desk shares."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.calls.desk import OPEN_HOURS


@pytest.fixture
def open_hours() -> Iterator[time_machine.Traveller]:
    """A moment on a Friday morning when the line is open. `.move_to(...)` goes to another."""
    with time_machine.travel(OPEN_HOURS, tick=False) as clock:
        yield clock
