"""`manage.py check` fails for a view that does not say who may use it (G1)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from .permissions import permission_of


@register
def every_view_says_who(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> list[Error]:
    """One error for each address whose view has no stated permission."""
    return [
        Error(
            f"The view at /{address} does not say who may use it.",
            hint="Mark it with @allow(Role..., ...), @anyone_signed_in or @public from accounts.permissions.",
            id="accounts.E001",
        )
        for address, pattern in _patterns(get_resolver().url_patterns)
        if permission_of(pattern.callback) is None
    ]


def _patterns(found: Sequence[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in found:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, address)
        else:
            yield address, pattern
