"""The one source of dates and times. Everything is Europe/London; rules are handed `now` and `today`."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The moment, aware, in Europe/London. A demonstration may run its clock ahead; nothing else may."""
    ahead = timedelta(seconds=settings.CLOCK_AHEAD_SECONDS)
    return (timezone.now() + ahead).astimezone(LONDON)


def today() -> date:
    """The date in Europe/London."""
    return now().date()
