from django.apps import AppConfig

from core.navigation import NavItem, register


class ProvidersConfig(AppConfig):
    name = "providers"

    def ready(self) -> None:
        from accounts.rules import Role

        from . import emails, plan_emails

        emails.register_all()
        plan_emails.register_all()
        readers = frozenset({Role.BMT, Role.TEAM_LEADER, Role.PERFORMANCE_MANAGER, Role.AUDITOR})
        register(NavItem("Approved list", "providers:list", readers, order=20))
        register(NavItem("Authorised callers", "callers-mine", frozenset({Role.SPOC}), order=32))
        register(NavItem("Security plan", "plans-mine", frozenset({Role.SPOC}), order=35))
