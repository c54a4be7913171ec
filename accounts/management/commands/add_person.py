"""Add someone from the command line: the first member of the business management team has nobody to ask."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import services
from accounts.addresses import invitation_path
from accounts.forms import PersonForm
from accounts.rules import Role


class Command(BaseCommand):
    help = "Adds a person and prints the one-time link with which they choose a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help="Full name")
        parser.add_argument("--role", required=True, help=f"One of: {', '.join(Role)}")

    def handle(self, *_: Any, email: str, name: str, role: str, **__: Any) -> None:
        """Raises CommandError, in plain words, for what cannot be added."""
        if role not in set(Role):
            raise CommandError(f"{role!r} is not a role. The roles are: {', '.join(Role)}.")
        form = PersonForm({"email": email, "full_name": name, "role": role})
        if not form.is_valid():
            raise CommandError(" ".join(str(message) for messages in form.errors.values() for message in messages))
        try:
            invited = services.create_person(**form.cleaned_data, actor=None)
        except services.PersonExists:
            raise CommandError("Someone with this email address is here already.") from None
        self.stdout.write(f"{invited.user.full_name} is added. The link works once, for seven days:")
        self.stdout.write(invitation_address(invited.token))


def invitation_address(token: str) -> str:
    """The link in full where the address of the site is set (SITE_URL), or else its path."""
    return str(settings.SITE_URL) + invitation_path(token)
