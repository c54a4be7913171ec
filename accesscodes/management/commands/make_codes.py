"""Make this month's access code for every prime provider with a contract that has none."""

from typing import Any

from django.core.management.base import BaseCommand

from accesscodes.rules.calendar import issue_covering
from accesscodes.services import make_missing_codes
from core import clock
from core.dates import in_words


class Command(BaseCommand):
    help = (
        "Makes this month's access code for every prime provider with a contract that has none. "
        "Run it again at any time: it makes none twice, and shows none."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        now = clock.now()
        made = make_missing_codes(at=now, actor=None)
        since = f"in force from {in_words(issue_covering(now).in_force_from)}"
        if made:
            self.stdout.write(f"{made} access code{'s' if made > 1 else ''} made, {since}.")
        else:
            self.stdout.write(f"Every prime provider with a contract has an access code, {since}. Nothing to make.")
