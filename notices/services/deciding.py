"""What a person decides about an email that the programs must not decide about."""

from django.db import transaction

from accounts.models import User
from audit import services as audit
from audit.actions import Action
from core import clock

from .. import queue
from ..models import Notice
from ..rules import Event, next_state


def send_again(*, notice_id: int, actor: User) -> None:
    """Send an uncertain or refused email once more, under the same Message-ID.

    Raises Notice.DoesNotExist, and NotNow where it is neither (any more).
    """
    now = clock.now()
    with transaction.atomic():
        notice = _follow(notice_id, Event.SENT_AGAIN)
        notice.not_before = notice.queued_at = now
        _decided(notice, Action.NOTICE_SENT_AGAIN, actor)
        transaction.on_commit(lambda: queue.put(notice_id), robust=True)


@transaction.atomic
def mark_sent(*, notice_id: int, actor: User) -> None:
    """Record that an uncertain email did arrive. Raises Notice.DoesNotExist, and NotNow where it is not uncertain."""
    notice = _follow(notice_id, Event.SEEN_TO_BE_SENT)
    notice.sent_at = notice.handed_over_at
    _decided(notice, Action.NOTICE_MARKED_SENT, actor)


@transaction.atomic
def withdraw(*, notice_id: int, actor: User | None) -> None:
    """Never send an email that was refused. Raises Notice.DoesNotExist, and NotNow where it is in another state."""
    notice = _follow(notice_id, Event.WITHDRAWN)
    notice.withdrawn_at = clock.now()
    _decided(notice, Action.NOTICE_WITHDRAWN, actor)


def _follow(notice_id: int, event: Event) -> Notice:
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    notice.state = next_state(event, notice.state_now)
    return notice


def _decided(notice: Notice, action: Action, actor: User | None) -> None:
    notice.save()
    audit.record(action, chain=f"notice:{notice.pk}", actor=actor, subject=notice.about, detail={"kind": notice.kind})
