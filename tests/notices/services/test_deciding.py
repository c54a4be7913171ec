"""What people decide, and what is taken from senders that are gone."""

from datetime import timedelta

import pytest

from accounts.rules import Role
from audit.models import AuditEvent
from core import clock
from notices import services
from notices.models import Notice
from notices.rules import LOST_AFTER, Event, Reason, State, may_follow
from notices.tasks import send_notice
from tests.accounts.factories import UserFactory
from tests.notices.factories import NoticeFactory
from tests.notices.post_office import PostOffice

pytestmark = [pytest.mark.django_db, pytest.mark.req("A9")]
DEEDS = {
    Event.SENT_AGAIN: (services.send_again, State.WAITING),
    Event.SEEN_TO_BE_SENT: (services.mark_sent, State.SENT),
    Event.WITHDRAWN: (services.withdraw, State.WITHDRAWN),
}


@pytest.mark.parametrize("event", DEEDS)
@pytest.mark.parametrize("state", State)
def test_each_decision_in_each_state_is_taken_and_recorded_or_changes_nothing(event: Event, state: State) -> None:
    deed, after = DEEDS[event]
    notice, actor = NoticeFactory(state=state), UserFactory(role=Role.BMT)
    if not may_follow(event, state):
        with pytest.raises(services.NotNow):
            deed(notice_id=notice.pk, actor=actor)
        assert not AuditEvent.objects.filter(chain=f"notice:{notice.pk}").exists()
        after = state
    else:
        deed(notice_id=notice.pk, actor=actor)
        recorded = AuditEvent.objects.get(chain=f"notice:{notice.pk}")
        assert (recorded.actor, recorded.subject, recorded.detail) == (actor, notice.about, {"kind": notice.kind})
    notice.refresh_from_db()
    assert notice.state == after


def test_pressed_twice_it_is_decided_once() -> None:
    notice, actor = NoticeFactory(state=State.UNCERTAIN), UserFactory(role=Role.BMT)
    services.send_again(notice_id=notice.pk, actor=actor)
    with pytest.raises(services.NotNow):
        services.send_again(notice_id=notice.pk, actor=actor)


def test_one_sent_again_goes_under_its_own_message_id(office: PostOffice) -> None:
    notice = NoticeFactory(state=State.UNCERTAIN, reason=Reason.CUT_OFF)
    services.send_again(notice_id=notice.pk, actor=UserFactory(role=Role.BMT))
    send_notice(notice.pk)
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (State.SENT, 2)
    assert office.ids() == [notice.message_id]


def test_one_marked_as_sent_was_sent_when_it_was_handed_over() -> None:
    notice = NoticeFactory(state=State.UNCERTAIN)
    services.mark_sent(notice_id=notice.pk, actor=UserFactory(role=Role.BMT))
    notice.refresh_from_db()
    assert notice.sent_at == notice.handed_over_at


def test_an_email_that_is_not_there_is_not_decided_about() -> None:
    for deed, _ in DEEDS.values():
        with pytest.raises(Notice.DoesNotExist):
            deed(notice_id=0, actor=UserFactory(role=Role.BMT))


def test_what_a_dead_sender_left_waits_again_or_is_parked_and_the_living_are_left_alone() -> None:
    now = clock.now()
    long_ago = now - LOST_AFTER
    before = NoticeFactory(state=State.SENDING, claimed_at=long_ago, handed_over_at=None)
    after = NoticeFactory(state=State.SENDING, claimed_at=long_ago, handed_over_at=long_ago)
    living = NoticeFactory(state=State.SENDING, claimed_at=long_ago + timedelta(seconds=1))
    others = [NoticeFactory(state=state, claimed_at=long_ago) for state in set(State) - {State.SENDING}]
    assert services.park_lost(at=now) == 2
    was = {notice.pk: notice.state for notice in [*others, living]}
    is_now = dict(Notice.objects.values_list("pk", "state"))
    assert was.items() <= is_now.items()
    assert (is_now[before.pk], is_now[after.pk]) == (State.WAITING, State.UNCERTAIN)
    assert Notice.objects.get(pk=after.pk).reason == Reason.LOST
    assert services.park_lost(at=now) == 0
