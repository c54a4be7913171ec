from collections.abc import Iterator

import pytest

from notices import queue
from tests.notices.post_office import PostOffice, open_post_office


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A mail server that the settings point at."""
    with open_post_office() as office:
        yield office


@pytest.fixture(autouse=True)
def _no_grudge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins with a queue that has not failed yet."""
    monkeypatch.setattr(queue, "_leave_alone_until", 0.0)
