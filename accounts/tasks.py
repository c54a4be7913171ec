"""What the room of people does by itself."""

from celery import shared_task
from django.core.management import call_command


@shared_task  # type: ignore[untyped-decorator]  # Celery carries no types
def forget_dead_sessions() -> None:
    """Delete sessions that are past their time, a day's at a time."""
    call_command("clearsessions")
