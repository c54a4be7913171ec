"""`manage.py load_demonstration`: everything to try the console with. Run again, it adds only what is missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from desk.demonstration import loading
from desk.demonstration.people import NotADemonstration


class Command(BaseCommand):
    help = "Loads people, the approved list, access codes and participants to try the console with."

    def handle(self, *_: Any, **__: Any) -> None:
        """Raises CommandError outside demonstration mode, and where nobody on the approved list could ring."""
        now = clock.now()
        try:
            self._done("People added", loading.load_people())
            self._done("Organisations on the approved list", loading.load_approved_list(now=now))
            self._done("Access codes made", loading.load_codes(now=now))
            self._done("Potential security incidents sent", loading.load_incidents(now=now))
            self._done("Participants loaded", loading.load_participants(now=now))
        except NotADemonstration:
            raise CommandError("Demonstration data are loaded in demonstration mode only (DEMONSTRATION=1).") from None
        except loading.NobodyToPlay:
            raise CommandError(
                "The approved list has no eligible caller for every programme, so no participants were loaded."
            ) from None

    def _done(self, what: str, count: int) -> None:
        self.stdout.write(f"{what}: {count:,}")
