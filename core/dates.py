"""Days as people read them. In templates: `date:"j F Y"`. Pure; a moment is handed over as London's clock shows it."""

from datetime import date


def in_words(day: date) -> str:
    """ "6 November 2026"."""
    return f"{day.day} {day:%B %Y}"


def with_weekday(day: date) -> str:
    """ "Friday 6 November 2026"."""
    return f"{day:%A} {in_words(day)}"
