"""Words about the line that pages of several rooms draw."""

from django import template

from line import reaching

register = template.Library()


@register.simple_tag
def if_not_reached() -> tuple[reaching.NotReached, ...]:
    """For `line/_if_not_reached.html` (L6)."""
    return reaching.if_not_reached()
