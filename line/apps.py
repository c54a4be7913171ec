from django.apps import AppConfig

from core.navigation import NavItem, register


class LineConfig(AppConfig):
    name = "line"

    def ready(self) -> None:
        from accounts.rules import Role

        from . import checks, emails  # noqa: F401  # the checks register themselves

        emails.register_all()
        readers = frozenset({Role.BMT, Role.TEAM_LEADER, Role.PERFORMANCE_MANAGER, Role.AUDITOR})
        register(NavItem("The line", "line:hours", readers, order=30))
