"""The line's hours, and opening a call (L1, L4)."""

from datetime import datetime

import pytest

from calls.models import Call
from calls.rules import Outcome
from core.clock import LONDON
from line.models import Closure
from tests.calls.desk import Desk
from tests.circumstances.factories import FAILED_ON, TODAY, participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]


@pytest.mark.req("L1")
@pytest.mark.parametrize(
    ("moment", "is_open"),
    [("20 07:59", False), ("20 08:00", True), ("20 17:59", True), ("20 18:00", False), ("21 10:00", False)],
)
def test_the_lines_hours(open_hours, moment: str, is_open: bool) -> None:
    day, _, clock = moment.partition(" ")
    open_hours.move_to(datetime(2026, 11, int(day), int(clock[:2]), int(clock[3:]), tzinfo=LONDON))
    desk = Desk()
    desk.get("/calls/open/")
    assert ("The line is closed" in desk.text) != is_open
    assert ("08:00" in desk.text) != is_open
    desk.post("/calls/open/", {"programme": "wp"})
    assert Call.objects.exists() == is_open
    if not is_open:
        assert any("line is shut" in error for error in desk.errors)


@pytest.mark.req("L1")
def test_a_closure_shuts_the_line_and_says_why() -> None:
    desk = Desk()
    Closure.objects.create(date=TODAY, reason="Fire drill")
    desk.get("/calls/open/")
    assert "Fire drill" in desk.text
    desk.post("/calls/open/", {"programme": "wp"})
    assert not Call.objects.exists()


@pytest.mark.req("L1", "R1", "R3")
def test_a_call_under_way_at_closing_time_can_be_finished(open_hours) -> None:
    open_hours.move_to(datetime(2026, 11, 20, 17, 59, tzinfo=LONDON))
    desk = Desk().open().caller()
    referral = participant(prime=desk.on.prime)
    open_hours.move_to(datetime(2026, 11, 20, 18, 20, tzinfo=LONDON))
    desk.purpose().code().advised_on(referral, FAILED_ON).next("finish").read_back()
    assert desk.call.outcome == Outcome.COMPLETED


@pytest.mark.req("L4", "R5")
def test_opening_says_that_calls_are_recorded_and_a_second_open_call_is_refused() -> None:
    desk = Desk()
    desk.get("/calls/open/")
    assert "all calls are recorded" in desk.text
    assert f"you are speaking to {desk.agent.full_name}" in desk.text
    desk.send(programme="wp", telephony_reference="REC-77")
    first = desk.path
    assert desk.call.telephony_reference == "REC-77"
    desk.post("/calls/open/", {"programme": "mwa"})
    assert desk.path == first
    assert "already have a call open" in desk.text
    assert Call.objects.count() == 1
