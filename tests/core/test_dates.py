"""Days are written in one way, wherever they are read."""

import re
from datetime import date, datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings

from core.clock import LONDON
from core.dates import in_words, with_weekday

BY_HAND = re.compile(r"\.day\} \{[^}]*%B %Y")


def test_a_day_and_a_moment_are_said_without_a_leading_nought() -> None:
    assert in_words(date(2026, 11, 6)) == "6 November 2026"
    assert with_weekday(datetime(2026, 11, 6, 23, 30, tzinfo=LONDON)) == "Friday 6 November 2026"


def test_no_room_writes_days_by_itself() -> None:
    rooms = {app.path for app in apps.get_app_configs() if Path(app.path).parent == settings.CHECKOUT}
    code = [path for room in rooms for path in Path(room).rglob("*.py")]
    assert [path.name for path in code if BY_HAND.search(path.read_text(encoding="utf-8"))] == ["dates.py"]
