from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "figures"

    def ready(self) -> None:
        from accounts.rules import Role
        from core.navigation import NavItem, register

        readers = frozenset({Role.BMT, Role.TEAM_LEADER, Role.PERFORMANCE_MANAGER, Role.AUDITOR})
        register(NavItem("Figures", "figures", readers, order=50))
