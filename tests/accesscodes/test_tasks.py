"""What beat asks for exists, and the workers know it."""

import pytest
from django.conf import settings

from providerdirect.celery import app


@pytest.mark.req("A6")
def test_everything_on_the_schedule_is_a_task() -> None:
    app.loader.import_default_modules()
    asked = {str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert "accesscodes.tasks.run_what_is_due" in asked
    assert asked <= set(app.tasks)
