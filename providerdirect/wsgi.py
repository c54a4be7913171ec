"""What the web server serves. It refuses to start with unsafe settings."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "providerdirect.settings")

application = get_wsgi_application()

from .checks import refuse_missing_keys, refuse_unsafe_settings  # noqa: E402 - they need the settings

refuse_unsafe_settings()
refuse_missing_keys()
connection.close()  # the server forks after this
reverse("healthz")  # which loads every view and address now: nobody's first page waits for them
