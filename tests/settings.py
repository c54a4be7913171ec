"""The settings of the tests: a demonstration's, on a real PostgreSQL.

pytest reads the settings before any conftest, so what they are read from has to be put in place here.
"""

import os

from dev import postgres

os.environ.setdefault("DEMONSTRATION", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
postgres.ensure_in_environment()

from providerdirect.settings import *  # noqa: E402, F403

# What a test commits need not outlast a power cut.
DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"  # noqa: F405
