"""`manage.py check` fails for a view that does not say who may use it (G1)."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import Error, register

from .routes import routes


@register
def every_view_says_who(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> list[Error]:
    """One error for each address whose view has no stated permission."""
    return [
        Error(
            f"The view at /{route.address} does not say who may use it.",
            hint="Mark it with @allow(Role..., ...), @anyone_signed_in or @public from accounts.permissions.",
            id="accounts.E001",
        )
        for route in routes()
        if route.allowed is None
    ]
