"""Words about the line that pages of several rooms draw."""

from collections.abc import Iterable

from django import template

from line import reaching
from programmes.policy import Policy

register = template.Library()


@register.simple_tag
def if_not_reached(policies: Iterable[Policy] | None = None) -> tuple[reaching.NotReached, ...]:
    """For `line/_if_not_reached.html` (L6)."""
    return reaching.if_not_reached(policies or None)
