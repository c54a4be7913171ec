"""What every test stands on. The database and the keys are put in place by tests/settings.py."""

import gc
import os
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from dev import browser, requirements
from tests import emptying, order
from tests.moments import OPEN_HOURS

CHROMIUM = browser.find()

# Two cores are shared by servers, browsers and tests: how long one example takes says nothing about the code.
hypothesis_settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("here")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a behaviour's number that is not in the register; skip the browser's tests where there is none."""
    items[:] = order.longest_first(items)
    register = requirements.read_register()
    if unknown := register.unknown(number for item in items for number in requirements.numbers_of(item)):
        raise pytest.UsageError(f"tests/requirements.toml has no behaviour numbered {', '.join(unknown)}.")
    if CHROMIUM or os.environ.get("REQUIRE_BROWSER") == "1":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium is installed (apt-get install chromium)"))


@pytest.fixture
def open_hours() -> Iterator[time_machine.Traveller]:
    """A moment on a Friday morning when the line is open. `.move_to(...)` goes to another."""
    with time_machine.travel(OPEN_HOURS, tick=False) as clock:
        yield clock


def pytest_collection_finish() -> None:
    """Thousands of tests and all that they import stay to the end: the collector need not walk through them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's own Chromium: the driver's download is not needed."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(autouse=True, scope="session")
def _emptied_in_one_go() -> Iterator[None]:
    """After a test that commits, empty the tables in one statement.

    Django's own way makes every table anew and then looks for missing permissions: most of a second for each test.
    """
    usual = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _: emptying.empty_every_table()  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = usual  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def _settings_for_tests() -> Iterator[None]:
    """Hash passwords quickly (the real hasher is slow on purpose); do without the folder of collected files."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=hashers, WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(autouse=True, scope="session")
def _nobody_stays_behind(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """End what a browser's kept-alive requests left connected, so that the test database can be dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
