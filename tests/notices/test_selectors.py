from datetime import timedelta

import pytest

from core import clock
from notices import selectors
from notices.rules import Reason, State
from tests.notices.factories import NoticeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A9")]


def test_how_far_the_emails_of_a_kind_have_come(django_assert_num_queries) -> None:
    sent = NoticeFactory(kind="document", about="copy:1", state=State.SENT)
    NoticeFactory(kind="document", about="copy:2", state=State.REFUSED, reason=Reason.RECIPIENT, reply=550)
    NoticeFactory(kind="document", about="copy:3")
    NoticeFactory(kind="unlock", about="copy:1")
    with django_assert_num_queries(2):
        found = selectors.standings(kind="document", abouts=["copy:1", "copy:2", "copy:9"])
        counted = selectors.counts(kind="document", abouts=["copy:1", "copy:2", "copy:3"])
    assert {about: standing.state for about, standing in found.items()} == {"copy:1": "sent", "copy:2": "refused"}
    assert (found["copy:1"].sent_at, found["copy:1"].reason) == (sent.sent_at, "")
    assert found["copy:2"].reason == "the mail server refused the address (code 550)"
    assert {state: number for state, number in counted.items() if number} == {"sent": 1, "refused": 1, "waiting": 1}
    assert sum(selectors.counts().values()) == 4


def test_what_waits_is_due_from_its_own_moment_on() -> None:
    now = clock.now()
    first, second = NoticeFactory(at=now), NoticeFactory(at=now, not_before=now)
    NoticeFactory(at=now, not_before=now + timedelta(seconds=1))
    NoticeFactory(at=now, state=State.UNCERTAIN)
    assert set(selectors.due(at=now)) == {first, second}
