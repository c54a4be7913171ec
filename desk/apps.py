from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"

    def ready(self) -> None:
        from accounts.rules import Role
        from core.navigation import NavItem, register

        register(
            NavItem("Home", "desk-home", frozenset(Role), order=0),
            NavItem("Open a call", "calls:open", frozenset({Role.AGENT, Role.TEAM_LEADER}), order=10),
        )
