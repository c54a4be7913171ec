"""The database of `make run`: brought up to date, and filled for a demonstration. `python -m dev.prepare`.

Both in one process: loading Django takes longer than either has to do at most starts.
"""

import logging
import os

from django.core.management import execute_from_command_line


def main() -> None:
    """Ends with the exit code of the first command that fails, which has said why."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "providerdirect.settings")
    os.environ.setdefault("STATEMENT_TIMEOUT_SECONDS", "0")  # as for manage.py
    from django.conf import settings

    logging.disable(logging.INFO)  # each part says in a line what was loaded: the log's lines would stand in between
    execute_from_command_line(["manage.py", "migrate", "--verbosity", "0"])
    if settings.DEMONSTRATION:
        execute_from_command_line(["manage.py", "load_demonstration"])


if __name__ == "__main__":
    main()
