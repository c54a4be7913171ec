from django.apps import AppConfig

from core.navigation import NavItem, register


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        from accounts.rules import Role

        from . import emails

        emails.register_all()
        register(
            NavItem("Incidents", "incidents", frozenset({Role.BMT, Role.AUDITOR}), order=36),
            NavItem("Incidents", "incidents-mine", frozenset({Role.SPOC}), order=36),
        )
