"""A call in the browser, by keyboard alone, with every page looked at by axe."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from accesscodes.rules.alphabet import spoken
from calls.models import Call
from circumstances.models import Referral
from programmes.types import PAYMENT_GROUPS, Programme, QuestionKind
from tests.accesscodes.factories import characters
from tests.browser.axe import look
from tests.browser.keyboard import Keyboard
from tests.calls.desk import CODE, SIGNPOST_ROUTE
from tests.providers.factories import EligibleCaller

DAY = timedelta(days=1)
FREE = {QuestionKind.REFERRING_OFFICER, QuestionKind.EMPLOYMENT_HISTORY, QuestionKind.QUALIFICATIONS}


@dataclass
class BrowserCall:
    """One call, from the button that opens it to its last page."""

    page: Page
    programme: Programme
    caller: EligibleCaller
    looked_at: bool = True  # by axe; not where another test shows axe the same pages
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.keys = Keyboard(self.page)

    @property
    def slug(self) -> str:
        return self.page.url.rstrip("/").rsplit("/", 1)[-1]

    @property
    def call(self) -> Call:
        return Call.objects.get(ref=self.page.url.split("/calls/")[1].split("/")[0])

    def look(self) -> None:
        """Have axe look at a kind of page the first time that it comes up, and take its picture."""
        if not self.looked_at:
            return
        heading = self.page.locator("h1").inner_text()
        if heading in self.seen:
            return
        self.seen.add(heading)
        look(self.page, f"call {self.programme} {len(self.seen):02} {heading}")

    def go_on(self, button: str = "Continue") -> None:
        self.look()
        self.keys.press(button)

    def open(self) -> None:
        self.keys.choose({"wp": "Work Programme", "mwa": "Mandatory Work Activity"}[self.programme.value])
        self.go_on("Open the call")

    def pass_the_provider_checks(self) -> None:
        self.keys.type("Company", self.caller.company_name)
        self.keys.type("Caller's own name", self.caller.caller_name)
        self.keys.type("Prime provider", self.caller.prime_name)
        self.page.keyboard.press("Escape")
        self.go_on()
        self.keys.choose_starting(SIGNPOST_ROUTE[self.programme])
        self.go_on()
        for place, said in enumerate(characters(CODE, self.call.challenge.positions)):
            self.keys.reach(self.page.locator(f"#id_characters_{place}"))
            self.page.keyboard.type(said)
        self._read_back_of_code()
        self.go_on("Check the characters")

    def _read_back_of_code(self) -> None:
        """What was typed is said with its case; axe then sees the keys and the table unfolded."""
        said = map(spoken, characters(CODE, self.call.challenge.positions))
        expect(self.page.locator("[data-spells]")).to_have_text(f"Typed: {', '.join(said)}")
        for folded in ("How to say a character", "Keys"):
            self.keys.reach(self.page.locator("summary", has_text=folded))
            self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("cell", name="capital Tango")).to_be_visible()

    def identify(self, nino: str, name: str) -> None:
        self.keys.type("National Insurance number", nino)
        self.keys.type("Full name", name)
        self.go_on("Find")

    def answer(self, kind: QuestionKind, referral: Referral, *, right: bool = True, days_after: int = 0) -> None:
        """Give the right answer, or one that is wrong; the date of referral may be given some days after LMS's."""
        ANSWERS[kind](self.keys, referral, right, days_after)
        self.go_on("Check the answer")
        if kind in FREE:
            expect(self.page.locator("h1")).to_contain_text("Compare the answer")
            self.keys.choose_starting("It matches" if right else "It does not match")
            self.go_on()

    def failed_on(self, day: date) -> None:
        self.keys.date(f"{day.day} {day.month} {day.year}")
        if self.programme is Programme.WORK_PROGRAMME:
            self.keys.choose("No")
        self.go_on()

    def check(self, *asked: str, accept: bool = True, address: str = "The same", phone: str = "The same") -> None:
        """Ask for some details, accept or decline the rest, and compare what is shown."""
        for label in asked:
            self.keys.tick(label)
        self.go_on()
        if self.slug == "offer":
            for label in {"Address", "Contact numbers"} - set(asked):
                self.keys.choose_in_starting(label, "Yes" if accept else "No")
            self.go_on()
        if self.slug == "details":
            for label, found in (("Address", address), ("Contact numbers", phone)):
                if label in asked or accept:
                    self.keys.choose_in_starting(label, found)
            self.go_on()

    def advise(self, expected: str, *, otherwise: str = "") -> None:
        """Read the advice, and record it, or a departure with its reason."""
        expect(self.page.locator(".advice")).to_contain_text(expected)
        self.keys.choose_containing("against the guidance" if otherwise else "as above")
        if otherwise:
            self.keys.type("Why did you advise otherwise?", otherwise)
        self.go_on("Record the advice")

    def then(self, choice: str) -> None:
        self.keys.choose_starting(choice)
        self.go_on()


def _date(keys: Keyboard, referral: Referral, right: bool, days_after: int) -> None:
    day = referral.referred_on + days_after * DAY if right else referral.referred_on - DAY
    keys.date(f"{day.day} {day.month} {day.year}")


def _signing(keys: Keyboard, referral: Referral, right: bool, _: int) -> None:
    keys.choose(str(referral.signing_day).capitalize())
    keys.choose(f"Cycle {referral.signing_cycle if right else 3 - referral.signing_cycle}")


def _group(keys: Keyboard, referral: Referral, right: bool, _: int) -> None:
    group = referral.payment_group if right else 10 - referral.payment_group
    keys.choose(f"{group}: {PAYMENT_GROUPS[group]}")


def _said(label: str, held: Callable[[Referral], str]) -> Callable[[Keyboard, Referral, bool, int], None]:
    def say(keys: Keyboard, referral: Referral, right: bool, _: int) -> None:
        keys.type(label, held(referral) if right else "Something else")

    return say


ANSWERS: dict[QuestionKind, Callable[[Keyboard, Referral, bool, int], None]] = {
    QuestionKind.PAYMENT_GROUP: _group,
    QuestionKind.REFERRING_OFFICER: _said(
        "Name or initials of the referring officer that the caller gives", lambda referral: referral.officer_initials
    ),
    QuestionKind.EMPLOYMENT_HISTORY: _said(
        "Employment that the caller gives",
        lambda referral: referral.person.employments.order_by("started_on")[0].employer,
    ),
    QuestionKind.QUALIFICATIONS: _said(
        "Qualification that the caller gives", lambda referral: referral.qualifications.get().name
    ),
    QuestionKind.SIGNING_DAY_AND_CYCLE: _signing,
    QuestionKind.REFERRAL_DATE: _date,
}
