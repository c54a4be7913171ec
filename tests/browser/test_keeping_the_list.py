"""BMT keeps the list by keyboard: a file with its preview, a subcontractor ended, the service withdrawn and back."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.rules import Role
from calls.models import Call
from calls.rules import Outcome
from core import clock
from programmes.types import DeclinedPurpose, Programme
from providers.models import SupplyChain, Withdrawal
from tests.accounts.factories import UserFactory, signed_in
from tests.browser.axe import look
from tests.browser.keyboard import Keyboard
from tests.providers.factories import SpocFactory, eligible_caller

LIST = (
    "record,prime,company,programme,caller,starts_on,ends_on\n"
    "prime,{prime},,,,,\n"
    "subcontractor,{prime},Green Lane Jobs,,,2026-01-05,\n"
    "caller,{prime},Green Lane Jobs,,Callum Fraser,2026-01-05,\n"
)


@pytest.mark.req("E1", "E2", "E6", "G4")
@pytest.mark.django_db(transaction=True)
def test_the_list_is_kept_by_keyboard(console_page: Page, live_server, tmp_path: Path) -> None:
    named, page, keys = eligible_caller(), console_page, Keyboard(console_page)
    SpocFactory(prime=named.prime)
    _declined(named.prime)
    signed_in(page, live_server, UserFactory(role=Role.BMT, full_name="Bea Marsh"))
    _load(page, keys, _file(tmp_path, named.prime.name))
    _end(page, keys, named.prime)
    _withdraw_and_reinstate(page, keys, named.prime)


def _load(page: Page, keys: Keyboard, file: Path) -> None:
    page.goto("/providers/")
    keys.follow("Load the list from a file")
    look(page, "list load")
    page.get_by_label("CSV file").set_input_files(file)  # the chooser belongs to the browser, not to the page
    keys.press("See what it would change")
    look(page, "list preview")
    expect(page.get_by_role("cell", name="Callum Fraser")).to_have_count(0)
    expect(page.get_by_role("rowheader", name="Callum Fraser of Green Lane Jobs")).to_be_visible()
    keys.press("Load the list")
    expect(page.get_by_text("The approved list is loaded: 3 added, 0 changed.")).to_be_visible()


def _end(page: Page, keys: Keyboard, prime) -> None:
    page.goto(f"/providers/{prime.pk}/")
    keys.follow("End subcontractor Green Lane Jobs")
    look(page, "list end subcontractor")
    keys.choose("It has gone into liquidation or ceased trading")
    keys.type("What has happened?", "The liquidator wrote today")
    keys.press("End it")
    look(page, "list annex b question")
    keys.follow(f"Enter a potential security incident for {prime.name}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert SupplyChain.objects.get(subcontractor__name="Green Lane Jobs").end_reason == "liquidation"


def _withdraw_and_reinstate(page: Page, keys: Keyboard, prime) -> None:
    page.goto("/desk/")
    keys.follow("See declined calls of other days")
    look(page, "list declined calls")
    keys.follow(prime.name)
    look(page, "list declined calls of one")
    keys.follow("Withdraw the service")
    expect(page.get_by_label("Why the service is withdrawn")).to_have_value(re.compile("2 for job outcome tracking"))
    look(page, "list withdraw")
    keys.tick("I understand that nobody can call for this provider from now on")
    keys.press("Withdraw the service")
    expect(page.get_by_text(f"The service is withdrawn from {prime.name}")).to_be_visible()
    look(page, "list withdrawn")
    keys.follow("Reinstate withdrawal")
    look(page, "list reinstate")
    keys.type("Who gave the assurance", "Ann Bell, director")
    today = clock.today()
    keys.date(f"{today.day} {today.month} {today.year}")
    keys.type("The provider's assurance of compliance", "All authorised callers are trained again.")
    keys.press("Reinstate the service")
    expect(page.get_by_text(f"The service is reinstated for {prime.name}")).to_be_visible()
    assert Withdrawal.objects.get().assured_by == "Ann Bell, director"


def _file(folder: Path, prime: str) -> Path:
    path = folder / "week 47.csv"
    path.write_text(LIST.format(prime=prime))
    return path


def _declined(prime) -> None:
    agent, at = UserFactory(), clock.now() - timedelta(days=1)
    for number in range(2):
        Call.objects.create(
            ref=f"BCDFGHJ{number}", holder=agent, programme=Programme.WORK_PROGRAMME, prime=prime,
            declined=DeclinedPurpose.JOB_OUTCOME, outcome=Outcome.PURPOSE_DECLINED, opened_at=at,
            ended_at=at + timedelta(minutes=2),
        )  # fmt: skip
