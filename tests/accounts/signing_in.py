"""What tests of signing in share."""

from django.test import Client

from accounts.models import User
from audit.models import AuditEvent

from .factories import PASSWORD


def enter_password(client: Client, email: str, password: str = PASSWORD, next_page: str = ""):
    return client.post("/sign-in/", {"email": email, "password": password, "next": next_page})


def actions_of(user: User) -> list[str]:
    return list(AuditEvent.objects.filter(chain=f"person:{user.pk}").values_list("action", flat=True))
