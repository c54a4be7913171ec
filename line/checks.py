"""A warning at start-up, half a year before the known bank holidays run out (L1)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register

from core import clock
from core.dates import in_words

from .holidays import known_until

NOTICE = timedelta(days=183)


def warnings_on(today: date) -> list[CheckMessage]:
    """A warning where bank holidays are known for less than six months from that day."""
    if known_until() - today >= NOTICE:
        return []
    return [
        Warning(
            f"Bank holidays are known only until {in_words(known_until())}.",
            hint="Update the govuk-bank-holidays package, or enter the days as closures of the line.",
            id="line.W001",
        )
    ]


@register
def bank_holidays_known(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Run by every `manage.py` command and by the server's start."""
    return warnings_on(clock.today())
