from django.apps import AppConfig

from core import sealed
from core.navigation import NavItem, register


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from accounts.rules import Role

        from . import caught, sealing

        sealed.register(sealing.COLUMN)
        register(NavItem("Emails", "notices:outbox", frozenset({Role.BMT, Role.AUDITOR}), order=40))
        if caught.is_there():
            register(NavItem("Sent mail", "notices:sent-mail", frozenset({Role.BMT, Role.SPOC}), order=95))
