"""`manage.py check` fails for a sealed column that would be forgotten when the key changes (A11)."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import Error, register

from . import sealed

HOW = (
    "Register it with core.sealed.register in AppConfig.ready, and put core.guards.sealed on its table; "
    "a keyed digest goes into core.sealed.DIGESTS."
)


@register
def every_sealed_column_is_registered(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> list[Error]:
    """One error for each binary column that nobody says how to seal anew."""
    return [
        Error(f"The binary column {name} is not registered as sealed.", hint=HOW, id="core.E001")
        for name in sealed.unregistered(apps.get_models())
    ]
