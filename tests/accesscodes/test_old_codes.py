"""Old codes go by themselves (A11)."""

from datetime import timedelta

import pytest
from django.conf import settings

from accesscodes.models import AccessCode
from accesscodes.tasks import destroy_old_codes
from core import clock
from tests.accesscodes.factories import AccessCodeFactory

SCHEDULED = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}


@pytest.mark.req("A11")
@pytest.mark.django_db
def test_a_code_is_destroyed_once_its_time_is_over_and_no_other() -> None:
    now = clock.now()
    old = AccessCodeFactory(at=now - timedelta(days=settings.CODES_KEPT_DAYS + 40))
    late = AccessCodeFactory(at=now - timedelta(days=settings.CODES_KEPT_DAYS - 40))
    present = AccessCodeFactory()
    destroy_old_codes()
    destroyed = AccessCode.objects.exclude(destroyed_at=None)
    assert list(destroyed) == [old]
    assert not bytes(destroyed.get().ciphertext)
    assert AccessCode.objects.filter(pk__in=[late.pk, present.pk], destroyed_at=None).count() == 2


@pytest.mark.req("A11")
def test_the_schedule_names_it() -> None:
    assert destroy_old_codes.name in SCHEDULED
