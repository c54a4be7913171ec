"""A whole call through the pages, and what stays true at every step of it."""

import pytest

from calls.rules import Outcome
from tests.calls.desk import Desk
from tests.circumstances.factories import FAILED_ON, participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]


@pytest.mark.req("P1", "R1", "R3")
def test_a_call_from_ring_to_read_back() -> None:
    desk = Desk()
    referral = participant(prime=desk.on.prime)
    desk.through_the_code()
    assert desk.slug == "identify"
    desk.identify(referral).answer(referral)
    assert desk.slug == "failure-date"
    desk.failure_date(FAILED_ON).ask_for("entitlement", accept=("address", "phone"))
    assert desk.slug == "details"
    desk.compare(address="same", phone="same")
    assert "Raise a compliance doubt" in desk.text
    desk.advise().next("finish")
    assert desk.slug == "read-back"
    desk.read_back()
    assert desk.call.outcome == Outcome.COMPLETED
