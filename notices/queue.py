"""Handing an email's number to the workers. The outbox is in the database: a queue that is away loses nothing."""

import time
from collections.abc import Iterable

import structlog
from celery import current_app

from core.broker import line_to_workers

from .models import Notice

log = structlog.get_logger(__name__)
SECONDS_TO_LEAVE_IT_ALONE = 20
TASK = "notices.tasks.send_notice"
_leave_alone_until = 0.0


def put(*notice_ids: int) -> bool:
    """Ask the workers to send these. False where the queue is away: `dispatch_waiting` tries again every minute.

    It is called after a commit, on the way to somebody's page: it tries once and briefly, and not at all for a while
    after it failed.
    """
    global _leave_alone_until  # noqa: PLW0603 - per process, and only ever an estimate
    if time.monotonic() >= _leave_alone_until:
        try:
            _put(notice_ids)
        except Exception as error:  # noqa: BLE001 - a broker fails in many ways, and none may reach whoever posted
            _leave_alone_until = time.monotonic() + SECONDS_TO_LEAVE_IT_ALONE
            log.warning("queue_is_away", error=type(error).__name__, notices=len(notice_ids))
        else:
            return True
    Notice.objects.filter(pk__in=notice_ids).update(queued_at=None)
    return False


def _put(notice_ids: Iterable[int]) -> None:
    with line_to_workers() as line:
        for notice_id in notice_ids:
            current_app.send_task(TASK, args=[notice_id], connection=line, retry=False)
