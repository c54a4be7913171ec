"""What happens to codes by itself."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings

from core import clock

from .services import destroy_codes


@shared_task  # type: ignore[untyped-decorator]  # Celery carries no types
def destroy_old_codes() -> None:
    """Destroy what is kept of codes older than CODES_KEPT_DAYS (A11). Run again, it finds nothing to do."""
    now = clock.now()
    destroy_codes(older_than=now - timedelta(days=settings.CODES_KEPT_DAYS), at=now, actor=None)
