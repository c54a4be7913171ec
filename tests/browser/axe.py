"""Accessibility as axe sees it, and pictures to look at."""

import functools
import json
import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe, AxeResults
from playwright.sync_api import Page

CHECKOUT = Path(__file__).resolve().parents[2]
PICTURES = CHECKOUT / ".local" / "pictures"
PICTURES_WANTED = os.environ.get("PICTURES") == "1"
OPTIONS = {
    "reporter": "no-passes",  # what holds is not described: nobody reads it
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


@functools.cache
def _looking() -> str:
    """Axe itself and what it is to look for, as one expression that comes to the violations."""
    newest = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
    axe = Axe.from_file(newest) if newest.exists() else Axe()
    return f"{axe.axe_script};axe.run({json.dumps(OPTIONS)}).then(results => results.violations)"


def assert_accessible(page: Page) -> None:
    """Fail with the name and place of every violation on the page as it stands."""
    page.wait_for_load_state()
    # The protocol's own message: the driver's would carry axe's 600 kB to the page at twice the cost.
    session = page.context.new_cdp_session(page)
    answer = session.send("Runtime.evaluate", {"expression": _looking(), "awaitPromise": True, "returnByValue": True})
    session.detach()
    assert "exceptionDetails" not in answer, answer
    results = AxeResults({"violations": answer["result"]["value"]})
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def look(page: Page, name: str) -> None:
    """Have axe look at the page, and take its picture where one is wanted."""
    assert_accessible(page)
    picture(page, name)


def picture(page: Page, name: str) -> None:
    """A picture of the whole page in .local/pictures, for people to look at, where PICTURES=1 asks for it."""
    if not PICTURES_WANTED:
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}.png"
    # What sticks to the top of the window belongs at the top of the picture.
    page.evaluate("window.scrollTo(0, 0)")
    page.screenshot(path=path, full_page=True)
