"""In which order the tests are run: long ones first, so that no worker is left with one while the others are done."""

import os
from itertools import groupby

import pytest

# Those that start servers and kill them, or take many calls. Those that drive a browser are known by their mark.
LONG = (
    "tests/dev/test_run.py",
    "tests/calls/test_killed_server.py",
    "tests/accesscodes/test_killed.py",
    "tests/calls/test_every_step.py",
    "tests/desk/test_demonstration.py",
    "tests/accesscodes/test_year.py",
)


def longest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """As xdist hands them out: each worker begins with a share of equal number, which then begins with long ones.

    A module's tests stay together. Every worker comes to the same order; without workers it is the usual one.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers == 1:
        return items
    modules = [list(tests) for _, tests in groupby(filter(is_long, items), key=module_of)]
    modules.sort(key=lambda tests: module_of(tests[0]) not in LONG)
    quick = [item for item in items if not is_long(item)]
    ordered: list[pytest.Item] = []
    for worker in range(workers):
        end = len(items) * (worker + 1) // workers
        ordered += (item for tests in modules[worker::workers] for item in tests)
        left = max(0, end - len(ordered))
        ordered, quick = ordered + quick[:left], quick[left:]
    return ordered + quick


def is_long(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None or module_of(item) in LONG


def module_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]
