"""A real Chromium against a live server. Any error on a page's console fails the test."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from dev import assets


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives the browser, so that it can be left out where none is installed."""
    for item in items:
        if {"browser", "page", "console_page"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def live_server(live_server: LiveServer) -> LiveServer:
    """Styles and scripts may be kept, as in production, where a page asks for itself alone once they are there."""
    server = live_server.thread.httpd
    server.RequestHandlerClass.disable_nagle_algorithm = True  # a page's words would wait for its headers to arrive
    server.set_app(_kept(server.get_app()))
    return live_server


def _kept(application: Any) -> Any:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if environ["PATH_INFO"].startswith(settings.STATIC_URL):
                headers = [header for header in headers if header[0] != "Cache-Control"]
                headers.append(("Cache-Control", "max-age=31536000"))  # however far a test turns the clock back
            return start_response(status, headers, *rest)

        return application(environ, start)

    return answer


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
