"""Two agents and a team leader at once, in three browsers: help asked for, a call handed over in the middle of it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.rules import Role
from calls.models import Call
from programmes.types import Programme
from tests.accesscodes.factories import AccessCodeFactory
from tests.accounts.factories import UserFactory, signed_in
from tests.browser.axe import look
from tests.browser.call import BrowserCall
from tests.browser.conftest import watched
from tests.browser.keyboard import Keyboard
from tests.calls.desk import CODE, OPEN_HOURS
from tests.providers.factories import EligibleCaller, eligible_caller

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _open_hours() -> Iterator[None]:
    with time_machine.travel(OPEN_HOURS):
        yield


@dataclass
class Seat:
    """Somebody at a browser of their own."""

    user: User
    page: Page

    def __post_init__(self) -> None:
        self.keys = Keyboard(self.page)

    def look(self, name: str) -> None:
        look(self.page, f"team leader {name}")

    def shows(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)


@pytest.fixture
def seats(
    browser: Browser, live_server: LiveServer, _styles_and_scripts: None, browser_context_args: dict[str, object]
) -> Iterator[tuple[Seat, Seat, Seat]]:
    """The agent who takes the call, the one who is free, and their team leader, each signed in."""
    people = (
        UserFactory(full_name="Asha Bello"),
        UserFactory(full_name="Bryn Cadwallader"),
        UserFactory(full_name="Corin Dace", role=Role.TEAM_LEADER),
    )
    with ExitStack() as stack:
        taken = []
        for user in people:
            context = browser.new_context(**{**browser_context_args, "base_url": live_server.url})  # type: ignore[arg-type]
            stack.callback(context.close)
            page = stack.enter_context(contextmanager(watched)(context.new_page()))
            signed_in(page, live_server, user)
            taken.append(Seat(user, page))
        first, second, leader = taken
        yield first, second, leader


def ask_for_help(agent: Seat, caller: EligibleCaller) -> str:
    """Ask in the middle of a step, by keyboard, and lose nothing of what was typed. Gives the call's reference."""
    agent.page.goto("/calls/open/")
    call = BrowserCall(agent.page, Programme.WORK_PROGRAMME, caller, looked_at=False)
    call.open()
    agent.keys.type("Company", "Half of a na")
    agent.page.keyboard.press("Escape")
    agent.keys.reach(agent.page.locator("summary", has_text="Ask your team leader for help"))
    agent.page.keyboard.press("Enter")
    agent.keys.type("In a few words, if you like", "Shouting at me")
    agent.look("help being asked for")
    agent.keys.press("The caller is upset or asks for a manager")
    agent.shows("Help is asked for.")
    expect(agent.page.get_by_label("Company", exact=True)).to_have_value("Half of a na")
    agent.look("help asked for")
    return call.call.ref


def see_it_by_itself(leader: Seat, ref: str) -> None:
    """The open board shows the wish, says so once, and leaves the focus where it is."""
    leader.keys.reach(leader.page.get_by_role("button", name="Stop refreshing"))
    leader.page.clock.fast_forward(11_000)
    leader.shows("Help wanted")
    expect(leader.page.get_by_role("status")).to_have_text("1 call under way. 1 wants help.")
    expect(leader.page.get_by_role("button", name="Stop refreshing")).to_be_focused()
    leader.look("board")
    leader.keys.press(f"Mark as answered in call {ref}")
    leader.shows("marked as answered")


def hand_over(leader: Seat, ref: str, *, former: Seat, to: Seat) -> None:
    """The call goes to the agent who is free; whoever had it is told, and nothing they send is recorded."""
    leader.keys.follow(f"Hand over call {ref}")
    leader.keys.choose(to.user.full_name)
    leader.look("hand over")
    leader.keys.press("Hand over the call")
    leader.shows(f"is now with {to.user.full_name}")
    former.keys.press("Continue")
    expect(former.page.locator("h1")).to_have_text("This call is no longer yours")
    former.look("no longer yours")
    to.page.goto("/desk/")
    to.shows("A call was handed to you")
    to.look("home of the new holder")
    to.keys.follow(f"Go back to call {ref}")
    to.look("call of the new holder")


def leave(agent: Seat, ref: str) -> None:
    """Signing out in the middle of a call says first what becomes of it."""
    agent.keys.press("Sign out")
    expect(agent.page.locator("h1")).to_have_text(f"You still have call {ref} open")
    agent.look("sign out")
    agent.keys.press("Sign out and leave it open")


def close(leader: Seat, ref: str) -> None:
    """The call that was left is closed with what is true."""
    leader.page.goto("/desk/")
    leader.shows("1 call has lost its agent")
    leader.look("home")
    leader.keys.follow("call has lost its agent")
    leader.look("board with an orphan")
    leader.keys.follow(f"Close call {ref}")
    leader.keys.type("How do you know, and why do you close it?", "The agent was taken ill")
    leader.look("close")
    leader.keys.press("Close the call")
    leader.shows("is closed: abandoned")


@pytest.mark.req("C9", "A5", "R3", "R5", "G1")
def test_a_call_is_helped_with_and_handed_over_in_the_middle_of_it(seats: tuple[Seat, Seat, Seat]) -> None:
    first, second, leader = seats
    caller = eligible_caller()
    AccessCodeFactory(prime=caller.prime, text=CODE, at=OPEN_HOURS)
    leader.page.clock.install()
    leader.keys.follow("Live board")
    leader.shows("No agent has a call open.")

    ref = ask_for_help(first, caller)
    see_it_by_itself(leader, ref)
    hand_over(leader, ref, former=first, to=second)
    BrowserCall(second.page, Programme.WORK_PROGRAMME, caller, looked_at=False).pass_the_provider_checks()
    assert Call.objects.get(ref=ref).challenge.passed
    leave(second, ref)
    close(leader, ref)
    assert Call.objects.get(ref=ref).outcome == "abandoned"
    for name in ("departures", "unclear-records", "failed-checks"):
        leader.page.goto(f"/board/{name}/")
        leader.look(name)
