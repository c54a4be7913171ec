"""A time of day as people type it, in every room. Pure."""

import re
from datetime import time

TIME = re.compile(r"(\d{1,2})(?:[:. ]?(\d{2}))?\s*(am|pm)?", re.IGNORECASE)
LIKE_THESE = "14:30 or 2.30pm"


class BadTime(ValueError):
    """Not a time of day."""


def read_time(text: str) -> time:
    """The time of day that was typed: "14:30", "1430", "2.30pm", "2pm", "noon", "midnight". Raises BadTime."""
    typed = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}.get(text.strip().casefold(), text.strip())
    found = TIME.fullmatch(typed)
    if found is None or not typed.isascii() or (not found[2] and not found[3]):
        raise BadTime(text)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").casefold()
    if minute > 59 or not (1 <= hour <= 12 if half else hour <= 23):
        raise BadTime(text)
    return time(hour % 12 + (12 if half == "pm" else 0) if half else hour, minute)
