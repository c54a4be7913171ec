from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "calls"

    def ready(self) -> None:
        from accounts.leaving import register as ask_before_signing_out
        from accounts.rules import Role
        from core import sealed
        from core.navigation import NavItem, register

        from . import addresses, sealing  # noqa: F401 - the converter registers itself
        from .team.signing_out import open_call

        sealed.register(sealing.COLUMN)
        ask_before_signing_out(open_call)
        register(
            NavItem("Live board", "board", frozenset({Role.TEAM_LEADER}), order=20),
            NavItem("Calls", "calls-statement", frozenset({Role.SPOC}), order=34),
        )
