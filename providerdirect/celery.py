"""The Celery application. Tasks take ids as arguments only: nothing personal reaches the broker."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "providerdirect.settings")

app = Celery("providerdirect")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
