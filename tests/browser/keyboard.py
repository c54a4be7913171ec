"""The console by keyboard alone: Tab, arrows, space, letters and Enter. No mouse, no scripted focus."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

from tests.accounts.factories import PASSWORD, fresh_code

if TYPE_CHECKING:
    from accounts.models import User

MOST_TABS = 120
FOCUSED = "element => element === document.activeElement"
# A guess, so that the page need not be asked after each key: how many stops lie ahead on the way to the element, or to
# the group of a radio button. None of it moves the focus.
TABS_TO = """wanted => {
    const at = document.activeElement, peers = radio => document.getElementsByName(radio.name);
    const instead = radio => [...peers(radio)].find(peer => peer.checked || peer === at) ?? peers(radio)[0];
    const stop = element => element.type === "radio" ? instead(element) : element;
    const ahead = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
        .filter(element => element.tabIndex >= 0 && !element.disabled && stop(element) === element)
        .filter(element => element.checkVisibility({visibilityProperty: true}))
        .filter(element => at.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
    return at === stop(wanted) ? 0 : ahead.indexOf(stop(wanted)) + 1;
}"""
# The same for the arrows within a group of radio buttons, which go round.
ARROWS_TO = """wanted => {
    const peers = [...document.getElementsByName(wanted.name)].filter(peer => !peer.disabled);
    return (peers.indexOf(wanted) - peers.indexOf(document.activeElement) + peers.length) % peers.length;
}"""
IN_ITS_GROUP = "radio => document.activeElement.type === 'radio' && document.activeElement.name === radio.name"


class Keyboard:
    """Does what a person without a mouse does; fails where the keyboard cannot get to something."""

    def __init__(self, page: Page, *, most: int = MOST_TABS) -> None:
        self.page, self.most = page, most

    def reach(self, wanted: Locator) -> None:
        """Tab until it has the focus."""
        element = wanted.element_handle()
        self._press("Tab", element.evaluate(TABS_TO))
        self._go_on("Tab", lambda: element.evaluate(FOCUSED) or wanted.evaluate(FOCUSED), wanted)

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
        """Tab to the group, arrow to the button, and choose it with the space bar."""
        radio = wanted.element_handle()
        self._press("Tab", radio.evaluate(TABS_TO))
        self._go_on("Tab", lambda: radio.evaluate(IN_ITS_GROUP), wanted)
        self._press("ArrowDown", radio.evaluate(ARROWS_TO))
        self._go_on("ArrowDown", lambda: radio.evaluate(FOCUSED) or wanted.evaluate(FOCUSED), wanted)
        self.page.keyboard.press("Space")
        expect(wanted).to_be_checked()

    def _press(self, key: str, times: int) -> None:
        for _ in range(min(times, self.most)):
            self.page.keyboard.press(key)

    def _go_on(self, key: str, there: Callable[[], bool], wanted: Locator) -> None:
        """Press it until the focus is there: not at all where the way was counted right."""
        for _ in range(self.most):
            if there():
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"The keyboard does not get to {wanted}")

    def _labelled(self, label: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_label(label, exact=isinstance(label, str))
