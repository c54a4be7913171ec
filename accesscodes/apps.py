from django.apps import AppConfig


class AccessCodesConfig(AppConfig):
    name = "accesscodes"

    def ready(self) -> None:
        from accounts.rules import Role
        from core import sealed
        from core.navigation import NavItem, register

        from . import emails, sealing

        emails.register_all()
        sealed.register(*sealing.COLUMNS)
        register(
            NavItem("Access codes", "access-codes", frozenset({Role.BMT, Role.AUDITOR}), order=30),
            NavItem("Access code", "access-codes-mine", frozenset({Role.SPOC}), order=30),
        )
