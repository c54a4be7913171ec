from django.apps import AppConfig


class AccessCodesConfig(AppConfig):
    name = "accesscodes"

    def ready(self) -> None:
        from accounts.rules import Role
        from core.navigation import NavItem, register

        from . import emails

        emails.register_all()
        register(
            NavItem("Access codes", "access-codes", frozenset({Role.BMT, Role.AUDITOR}), order=30),
            NavItem("Access code", "access-codes-mine", frozenset({Role.SPOC}), order=30),
        )
