from django.apps import AppConfig

from core.navigation import NavItem, register


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from . import checks  # noqa: F401  # registers itself
        from .rules import Role

        register(
            NavItem("People", "people", frozenset({Role.BMT}), order=80),
            NavItem("The record", "record", frozenset({Role.BMT, Role.AUDITOR}), order=85),
            NavItem("Your account", "account", frozenset(Role), order=90),
        )
