"""What runs every minute: nothing waits for ever because a queue forgot it or a worker died with it (A9)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from .. import queue, selectors
from ..models import Notice
from ..rules import FOLLOWS, LOST_AFTER, QUEUE_AGAIN_AFTER, Event, Reason, State

BATCH = 1000


def dispatch_waiting(*, at: datetime) -> int:
    """Put what is due into the queue, unless it lies there already. Returns how many."""
    with transaction.atomic():
        due = selectors.due(at=at).filter(Q(queued_at=None) | Q(queued_at__lte=at - QUEUE_AGAIN_AFTER))
        ids = list(due.order_by("id").select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
        Notice.objects.filter(pk__in=ids).update(queued_at=at)
    if ids:
        queue.put(*ids)
    return len(ids)


def park_lost(*, at: datetime) -> int:
    """Take emails from senders that have not been heard of for longer than a send may take. Returns how many.

    One that was never handed over waits again. One that was is uncertain: it is parked for a person, not repeated.
    """
    lost = Notice.objects.filter(claimed_at__lte=at - LOST_AFTER)
    before = lost.filter(state=State.SENDING, handed_over_at=None).update(
        state=FOLLOWS[Event.LOST_BEFORE][1], reason=Reason.LOST, reply=None, not_before=at, queued_at=None
    )
    after = lost.filter(state=State.SENDING, handed_over_at__isnull=False).update(
        state=FOLLOWS[Event.LOST_AFTER][1], reason=Reason.LOST, reply=None
    )
    return before + after
