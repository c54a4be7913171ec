"""The recording's reference, given or put right from within the call (L4)."""

import pytest

from audit.actions import Action
from audit.models import AuditEvent
from tests.calls.desk import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours"), pytest.mark.req("L4")]


def given(desk: Desk, reference: str) -> None:
    desk.get(f"/calls/{desk.ref}/recording/")
    desk.send(telephony_reference=reference)


def test_it_is_given_and_put_right_and_the_call_stays_where_it_is() -> None:
    desk = Desk().open()
    assert "Recording: no reference" in desk.text
    for reference in ("REC-77", "REC-78", "REC-78"):
        given(desk, reference)
        assert desk.slug == "caller"
        assert f"Recording: {reference}" in desk.text
    details = AuditEvent.objects.filter(action=Action.RECORDING_REFERENCE_GIVEN).order_by("id")
    assert [row.detail for row in details] == [{"replaced": False}, {"replaced": True}]


def test_a_page_drawn_before_it_was_given_is_not_stale() -> None:
    desk = Desk().open()
    page = desk.hidden()
    given(desk, "REC-77")
    desk.post(desk.path, {**page, "company": desk.on.company_name, "caller_name": desk.on.caller_name,
                          "prime": desk.on.prime_name})  # fmt: skip
    assert desk.slug == "purpose"


def test_nonsense_is_answered_and_kept() -> None:
    desk = Desk().open()
    given(desk, "x" * 61)
    assert desk.slug == "recording"
    assert len(desk.errors) == 1
    assert desk.call.telephony_reference == ""


def test_it_stands_when_the_call_has_ended() -> None:
    desk = Desk().open()
    given(desk, "REC-77")
    desk.client.post(f"/calls/{desk.ref}/abandon/")
    desk.post(f"/calls/{desk.ref}/recording/", {"telephony_reference": "REC-78"})
    assert desk.slug == "ended"
    assert "Nothing was changed" in desk.text
    assert desk.call.telephony_reference == "REC-77"


@pytest.mark.req("G1")
def test_another_agents_call_has_none_to_give() -> None:
    desk = Desk().open()
    other = Desk(on=desk.on)
    assert other.client.post(f"/calls/{desk.ref}/recording/", {"telephony_reference": "R"}).status_code == 404
    assert desk.call.telephony_reference == ""
