"""Reset someone's second factor from the command line, for when nobody is left to do it on the pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import services
from accounts.models import User

from .add_person import invitation_address


class Command(BaseCommand):
    help = "Destroys a person's second factor and password, and prints a one-time link to set both up again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *_: Any, email: str, **__: Any) -> None:
        """Raises CommandError for someone who is not here or is deactivated."""
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError("Nobody has this email address.")
        try:
            invited = services.reset_second_factor(user_id=user.pk, actor=None)
        except services.NotAllowed:
            raise CommandError("This person is deactivated. Reactivate the account first.") from None
        self.stdout.write("The second factor and the password are reset. The link works once, for seven days:")
        self.stdout.write(invitation_address(invited.token))
