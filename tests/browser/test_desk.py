"""Every home page and both desk aides in a real browser: held to axe, with something in each table."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts.rules import Role
from calls.models import Call
from calls.rules import Outcome
from core import clock
from programmes.types import DeclinedPurpose, Programme
from tests.accounts.factories import UserFactory, signed_in
from tests.browser.axe import assert_accessible
from tests.providers.factories import AuthorisedCallerFactory, ContractFactory, SpocFactory, WithdrawalFactory

pytestmark = pytest.mark.django_db(transaction=True)


def something_in_each_table() -> None:
    agent, prime, now = UserFactory(), ContractFactory().prime, clock.now()
    WithdrawalFactory(prime=prime)
    facts = {"holder": agent, "programme": Programme.WORK_PROGRAMME, "opened_at": now, "prime": prime}
    Call.objects.create(ref="BCDFGHJK", **facts)
    ended = {**facts, "ended_at": now}
    Call.objects.create(
        ref="BCDFGHJM", outcome=Outcome.NOT_ELIGIBLE, eligible=False, reasons_against=["WITHDRAWN"], **ended
    )
    Call.objects.create(ref="BCDFGHJN", outcome=Outcome.PURPOSE_DECLINED, declined=DeclinedPurpose.JOB_OUTCOME, **ended)


@pytest.mark.req("G1")
@pytest.mark.parametrize("role", list(Role))
def test_home_pages(role: Role, console_page: Page, live_server: LiveServer) -> None:
    something_in_each_table()
    if role is Role.SPOC:
        spoc = SpocFactory(user=UserFactory(role=role))
        AuthorisedCallerFactory(prime=spoc.prime)
    user = spoc.user if role is Role.SPOC else UserFactory(role=role)
    signed_in(console_page, live_server, user)
    console_page.wait_for_url("**/desk/")
    assert_accessible(console_page)
    console_page.set_viewport_size({"width": 400, "height": 800})
    assert console_page.evaluate("document.documentElement.scrollWidth") <= 400
    assert_accessible(console_page)


@pytest.mark.req("R4")
@pytest.mark.parametrize("slug", ["work-programme", "mandatory-work-activity"])
def test_desk_aides(slug: str, console_page: Page) -> None:
    console_page.goto(f"/desk-aide/{slug}/")
    assert_accessible(console_page)
    console_page.emulate_media(media="print")
    assert console_page.locator("table tbody tr").count() == 10
    assert not console_page.locator("footer").is_visible()
