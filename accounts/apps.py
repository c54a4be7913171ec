from django.apps import AppConfig

from core import sealed
from core.navigation import NavItem, register


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from . import checks  # noqa: F401  # registers itself
        from .rules import Role

        sealed.register(sealed.SealedColumn("second factors", "accounts.TotpDevice", lambda device: device.bound_to()))
        register(
            NavItem("People", "people", frozenset({Role.BMT}), order=80),
            NavItem("Record", "record", frozenset({Role.BMT, Role.AUDITOR}), order=85),
            NavItem("Account", "account", frozenset(Role), order=90),
        )
