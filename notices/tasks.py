"""What the workers do for the outbox. Arguments are numbers of rows: nothing personal reaches the queue."""

from celery import shared_task

from core import clock

from . import services


# Shorter than rules.LOST_AFTER: what is parked as lost has nobody left who works on it.
@shared_task(soft_time_limit=100, time_limit=120)  # type: ignore[untyped-decorator]  # Celery carries no types
def send_notice(notice_id: int) -> None:
    """Send one email. Delivered twice, the second does nothing."""
    services.send(notice_id=notice_id)


@shared_task  # type: ignore[untyped-decorator]
def dispatch_waiting() -> None:
    """Every minute: queue what is due and does not lie in the queue."""
    services.dispatch_waiting(at=clock.now())


@shared_task  # type: ignore[untyped-decorator]
def park_lost() -> None:
    """Every minute: take emails from senders that are gone."""
    services.park_lost(at=clock.now())
