"""Handing work to the workers from somebody's page: tried once and briefly, for nobody waits for a queue."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app
from django.conf import settings

SECONDS_TO_CONNECT = 1


@contextmanager
def line_to_workers() -> Iterator[Any]:
    """A connection to the queue. A broker that is away fails in many ways: whoever asks catches them all."""
    limits = {
        **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
        "max_retries": 0, "socket_connect_timeout": SECONDS_TO_CONNECT, "socket_timeout": SECONDS_TO_CONNECT,
    }  # fmt: skip
    with current_app.connection_for_write(connect_timeout=SECONDS_TO_CONNECT, transport_options=limits) as line:
        yield line
