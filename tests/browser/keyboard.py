"""The console by keyboard alone: Tab, arrows, space, letters and Enter. No mouse, no scripted focus."""

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

from tests.accounts.factories import PASSWORD, fresh_code

if TYPE_CHECKING:
    from accounts.models import User

MOST_TABS = 120


class Keyboard:
    """Does what a person without a mouse does; fails where the keyboard cannot get to something."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, wanted: Locator) -> None:
        """Tab until it has the focus."""
        for _ in range(MOST_TABS):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not get to {wanted}")

    def type(self, label: str | re.Pattern[str], text: str) -> None:
        """Type into a field instead of what stands there."""
        self.reach(self._labelled(label))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def date(self, text: str) -> None:
        """Type a date such as "6 11 2012" into day, month and year."""
        for label, part in zip(("Day", "Month", "Year"), text.split(), strict=True):
            self.type(label, part)

    def choose(self, label: str) -> None:
        """Choose the radio button of that name: Tab to its group, then arrows to it."""
        self._choose(self.page.get_by_role("radio", name=label, exact=True))

    def choose_starting(self, label: str) -> None:
        """Choose the radio button whose name begins so."""
        self._choose(self.page.get_by_role("radio", name=re.compile(f"^{re.escape(label)}")))

    def choose_containing(self, label: str) -> None:
        self._choose(self.page.get_by_role("radio", name=re.compile(re.escape(label))))

    def choose_in_starting(self, group: str, label: str) -> None:
        """Choose the radio button whose name begins so, in the group whose name does."""
        fieldset = self.page.get_by_role("group", name=re.compile(f"^{re.escape(group)}"))
        self._choose(fieldset.get_by_role("radio", name=re.compile(f"^{re.escape(label)}")))

    def tick(self, label: str) -> None:
        self.reach(self.page.get_by_role("checkbox", name=label, exact=True))
        self.page.keyboard.press("Space")

    def press(self, name: str) -> None:
        """Press a button and wait for the page that follows."""
        self.reach(self.page.get_by_role("button", name=name, exact=True))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def press_about(self, name: str, about: str = "") -> None:
        """Press the button that begins so and is about that: the second part is for those who do not see the page."""
        self.reach(self.page.get_by_role("button", name=re.compile(f"^{re.escape(name)}.*{re.escape(about)}")))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def sign_in(self, user: "User") -> None:
        """Password and second factor, as far as the person's own first page."""
        self.page.goto("/sign-in/")
        self.type("Email address", user.email)
        self.type("Password", PASSWORD)
        self.press("Sign in")
        self.type("Six-digit code", fresh_code(user))
        self.press("Continue")

    def follow(self, name: str) -> None:
        """Follow a link, or a button that is one."""
        self.reach(self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name)).first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _choose(self, wanted: Locator) -> None:
        expect(wanted).to_have_count(1)
        name = wanted.get_attribute("name")
        focused = "() => document.activeElement.type === 'radio' ? document.activeElement.name : ''"
        for _ in range(MOST_TABS):
            if self.page.evaluate(focused) == name:
                break
            self.page.keyboard.press("Tab")
        for _ in range(MOST_TABS):
            if wanted.evaluate("element => element === document.activeElement"):
                self.page.keyboard.press("Space")
                expect(wanted).to_be_checked()
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows do not get to {wanted}")

    def _labelled(self, label: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_label(label, exact=isinstance(label, str))
