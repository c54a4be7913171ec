"""Pages of the record: in the right order, none left out, and of a fixed cost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.actions import Action
from audit.models import AuditEvent
from audit.selectors import Filter, page
from audit.services import record

pytestmark = [pytest.mark.django_db, pytest.mark.req("G2")]
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = Filter(since=date(2026, 11, 20), until=date(2026, 11, 20))

MANY = """
INSERT INTO audit_auditevent (chain, position, at, action, subject, detail, previous_hash, hash)
SELECT 'call:' || number % 40, 0, timestamptz '2026-11-20 12:00Z' + number * interval '1 minute', 'call opened', '',
       '{}', '', ''
FROM generate_series(1, 4000) AS number
"""


def events_out_of_order() -> list[int]:
    """Nine events of one day, some at one moment, written in another order than that of their times; newest first."""
    for minutes in (5, 1, 5, 3, 9, 1, 0, 5, 2):
        record(Action.CALL_OPENED, chain="call:A", at=NOON + timedelta(minutes=minutes))
    record(Action.CALL_OPENED, chain="call:A", at=NOON - timedelta(days=1))
    record(Action.CALL_OPENED, chain="call:A", at=NOON + timedelta(days=1))
    return [event.pk for event in sorted(AuditEvent.objects.all(), key=lambda event: (event.at, event.pk))][-2:0:-1]


def test_within_dates_events_stand_in_the_order_of_their_time() -> None:
    expected = events_out_of_order()
    assert [event.pk for event in page(DAY).events] == expected


@pytest.mark.parametrize("size", [1, 2, 3, 9])
def test_pages_within_dates_follow_on_both_ways_and_leave_nothing_out(size: int) -> None:
    expected = events_out_of_order()
    back, before = [], None
    while True:
        shown = page(DAY, before=before, size=size)
        back += [event.pk for event in shown.events]
        if shown.older is None:
            break
        before = shown.older
    assert back == expected
    forth, after = [], expected[-1]
    while after is not None:
        shown = page(DAY, after=after, size=size)
        forth = [event.pk for event in shown.events] + forth
        after = shown.newer
    assert forth == expected[:-1]


def test_without_dates_events_stand_in_the_order_in_which_they_were_written() -> None:
    events_out_of_order()
    assert [event.pk for event in page(Filter()).events] == sorted(
        AuditEvent.objects.values_list("pk", flat=True), reverse=True
    )


@pytest.mark.parametrize("way", ["", "before", "after"])
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (DAY, "audit_by_time"),
        (Filter(until=date(2026, 11, 20)), "audit_by_time"),
        (Filter(), "audit_auditevent_pkey"),
    ],
)
def test_a_page_is_read_from_the_index_that_begins_at_it(wanted: Filter, index: str, way: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MANY)
        cursor.execute("ANALYZE audit_auditevent")
    first = AuditEvent.objects.earliest("pk").pk
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page(wanted, **({way: first + 60} if way else {}))
    (query,) = captured
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + query["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"using {index} on audit_auditevent" in plan.replace("Backward ", ""), plan
    assert "Seq Scan on audit_auditevent" not in plan, plan


def test_a_page_after_an_event_that_is_not_there_is_empty() -> None:
    record(Action.CALL_OPENED, chain="call:A", at=NOON)
    assert page(DAY, before=2**63 - 1).events == page(DAY, after=0).events == []
