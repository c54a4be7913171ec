from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "calls"

    def ready(self) -> None:
        from accounts.rules import Role
        from core import sealed
        from core.navigation import NavItem, register

        from . import sealing

        sealed.register(sealing.COLUMN)
        register(NavItem("Calls", "calls-statement", frozenset({Role.SPOC}), order=34))
