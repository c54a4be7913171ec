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


def machine_now() -> datetime:
    """The machine's own moment, never run ahead: for whether somebody is at the console (decision 21)."""
    return timezone.now().astimezone(LONDON)


def today() -> date:
    """The date in Europe/London."""
    return now().date()
