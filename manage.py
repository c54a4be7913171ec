#!/usr/bin/env python
"""Django's command line for Provider Direct."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "providerdirect.settings")
    os.environ.setdefault("STATEMENT_TIMEOUT_SECONDS", "0")  # a migration or a bulk load takes as long as it takes
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
