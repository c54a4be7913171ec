"""Accessibility as axe sees it, and pictures to look at."""

import functools
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

CHECKOUT = Path(__file__).resolve().parents[2]
PICTURES = CHECKOUT / ".local" / "pictures"
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


@functools.cache
def _axe() -> Axe:
    newest = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
    return Axe.from_file(newest) if newest.exists() else Axe()


def assert_accessible(page: Page) -> None:
    """Fail with the name and place of every violation on the page as it stands."""
    results = _axe().run(page, options=OPTIONS)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def picture(page: Page, name: str) -> Path:
    """A picture of the whole page in .local/pictures, for people to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}.png"
    # What sticks to the top of the window belongs at the top of the picture.
    page.evaluate("window.scrollTo(0, 0)")
    page.screenshot(path=path, full_page=True)
    return path
