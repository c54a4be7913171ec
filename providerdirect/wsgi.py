"""What the web server serves. It refuses to start with unsafe settings."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "providerdirect.settings")

application = get_wsgi_application()

from .checks import refuse_unsafe_settings  # noqa: E402 - needs the settings

refuse_unsafe_settings()
