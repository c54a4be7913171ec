"""The six digits for a demonstration person, for someone who tries the console without a phone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import services
from accounts.models import TotpDevice


class Command(BaseCommand):
    help = "Prints the six-digit code that signs a demonstration person in now (demonstration mode only)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *_: Any, email: str, **__: Any) -> None:
        """Raises CommandError outside demonstration mode, or for someone without an authenticator app."""
        try:
            self.stdout.write(services.demonstration_code(email=email))
        except services.NotADemonstration:
            raise CommandError("Codes are printed in demonstration mode only (DEMONSTRATION=1).") from None
        except TotpDevice.DoesNotExist:
            raise CommandError("Nobody with this email address has set up an authenticator app.") from None
