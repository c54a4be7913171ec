"""What the web server serves. It refuses to start with unsafe settings."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "providerdirect.settings")

application = get_wsgi_application()

from .checks import refuse_missing_keys, refuse_unsafe_settings  # noqa: E402 - they need the settings

refuse_unsafe_settings()
refuse_missing_keys()
