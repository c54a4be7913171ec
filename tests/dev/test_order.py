"""The order of the tests under several workers: none is lost, none is run twice, and what is called long is there."""

import pytest

from dev.paths import CHECKOUT
from tests import order


def test_what_is_called_long_is_there() -> None:
    assert [name for name in order.LONG if not (CHECKOUT / name).exists()] == []


@pytest.mark.parametrize("workers", ["1", "2", "3"])
def test_every_test_is_handed_out_once(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", workers)
    items = request.session.items
    assert sorted(map(id, order.longest_first(items))) == sorted(map(id, items))
