"""`manage.py demonstration_card`: how to sign in as each role, and what to say when playing the caller."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock
from desk.demonstration import card
from desk.demonstration.people import NotADemonstration


class Command(BaseCommand):
    help = "Prints how to sign in as each role, and a crib for playing the caller (demonstration mode only)."

    def handle(self, *_: Any, **__: Any) -> None:
        """Raises CommandError outside demonstration mode. Writes nothing to disk."""
        address = settings.SITE_URL or f"http://{os.environ.get('BIND', '127.0.0.1:8000')}"
        try:
            self.stdout.write("\n".join(card.lines(address=f"{address}/", now=clock.now())))
        except NotADemonstration:
            raise CommandError("The card is printed in demonstration mode only (DEMONSTRATION=1).") from None
