"""`manage.py who_may_do_what [--check]`: write docs/who-may-do-what.md, or say that it has drifted."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import routes


class Command(BaseCommand):
    help = "Writes docs/who-may-do-what.md from the URL configuration; with --check only says whether it has drifted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 where it has drifted")

    def handle(self, *_: Any, check: bool, **__: Any) -> None:
        """Raises CommandError where the document is not what the views say."""
        made = routes.document()
        kept = routes.DOCUMENT.read_text() if routes.DOCUMENT.exists() else ""
        name = routes.DOCUMENT.relative_to(routes.DOCUMENT.parents[1])
        if not check:
            routes.DOCUMENT.write_text(made)
            self.stdout.write(f"Wrote {name}.")
        elif kept != made:
            raise CommandError(f"{name} is not what the views say now. Run manage.py who_may_do_what and commit it.")
        else:
            self.stdout.write(f"{name} is what the views say.")
