"""The record in words, for its pages."""

from collections.abc import Mapping

from django import template

from audit import words

register = template.Library()


@register.filter
def told(detail: Mapping[str, object]) -> list[tuple[str, str]]:
    """Each fact of an event with its name."""
    return list(words.told(detail))


@register.filter
def reference(text: str) -> str:
    """What an event is about, or its chain."""
    return words.reference(text)
