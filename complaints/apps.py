from django.apps import AppConfig

from core import sealed
from core.navigation import NavItem, register


class ComplaintsConfig(AppConfig):
    name = "complaints"

    def ready(self) -> None:
        from accounts.rules import Role

        from . import emails

        emails.register_all()
        sealed.register(sealed.SealedColumn("evidence", "complaints.Evidence", lambda evidence: evidence.bound_to))
        everyone_here = frozenset(Role) - {Role.SPOC}
        register(
            NavItem("Complaints", "complaints", everyone_here, order=50),
            NavItem("Complaints", "complaints-mine", frozenset({Role.SPOC}), order=50),
        )
