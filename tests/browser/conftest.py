"""A real Chromium against a live server. Any error on a page's console fails the test."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from dev import assets

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives the browser, and leave it out where none is installed."""
    for item in items:
        if {"browser", "page", "console_page"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="No Chromium is installed: apt-get install chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """Pages are named by their path alone."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def _styles_and_scripts() -> None:
    assets.ensure()


@pytest.fixture
def console_page(page: Page, live_server: LiveServer, _styles_and_scripts: None) -> Iterator[Page]:
    """A page on the live server. Give `goto` a path alone. Fails on any script error or refusal by the policy."""
    yield from watched(page)


@pytest.fixture
def scriptless_page(browser: Browser, live_server: LiveServer, _styles_and_scripts: None) -> Iterator[Page]:
    """The same with scripts switched off."""
    context: BrowserContext = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    yield from watched(context.new_page())
    context.close()


def watched(page: Page) -> Iterator[Page]:
    """The page, and after the test a failure for each error that its console showed."""
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # Chromium reports the status of a page that is refused on purpose; tests look at statuses themselves.
        if message.type in {"error", "warning"} and "the server responded with a status of 4" not in message.text:
            faults.append(f"{page.url}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    yield page
    assert not faults, "\n".join(faults)
