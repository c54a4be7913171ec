"""The Celery application. Tasks take ids as arguments only: nothing personal reaches the broker."""

import os
import sys
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init, setup_logging
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "providerdirect.settings")

app = Celery("providerdirect")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect  # type: ignore[untyped-decorator]
@beat_init.connect  # type: ignore[untyped-decorator]
def refuse_unsafe_settings(**_: Any) -> None:
    """The worker and the scheduler end at once. Celery logs and forgets any exception but this kind."""
    from . import checks

    try:
        checks.refuse_unsafe_settings()
        checks.refuse_missing_keys()
        connection.close()  # the worker forks after this
    except ImproperlyConfigured as error:
        sys.exit(str(error))


@setup_logging.connect  # type: ignore[untyped-decorator]
def keep_our_logging(**_: Any) -> None:
    """Celery sets up no log of its own: the lines are written as settings.LOGGING says."""
