from django.apps import AppConfig

from core.navigation import NavItem, register


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        from accounts.rules import Role

        from . import emails

        emails.register_all()
        register(
            NavItem("Security incidents", "incidents", frozenset({Role.BMT, Role.AUDITOR}), order=36),
            NavItem("Security incidents", "incidents-mine", frozenset({Role.SPOC}), order=36),
        )
