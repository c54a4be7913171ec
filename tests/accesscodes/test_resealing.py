"""Codes and unlock codes under another key (A11)."""

import base64
import os

import pytest
from django.conf import settings
from django.test import override_settings

from accesscodes import sealing, services
from accesscodes.models import AccessCode, Copy
from tests.accesscodes.factories import AccessCodeFactory, CopyFactory


@pytest.mark.django_db
@pytest.mark.req("A11")
def test_sealed_anew_a_few_at_a_time_and_then_open_without_the_old_key() -> None:
    copies = [CopyFactory() for _ in range(4)]
    AccessCodeFactory()
    before = {copy.pk: (sealing.unseal(copy.code), sealing.unseal_unlock_code(copy)) for copy in copies}
    new = f"new:{base64.b64encode(os.urandom(32)).decode()}"
    with override_settings(ENCRYPTION_KEYS=f"{new},{settings.ENCRYPTION_KEYS}"):
        assert [services.reseal(limit=3) for _ in range(3)] == [6, 3, 0]
    with override_settings(ENCRYPTION_KEYS=new):
        after = {
            copy.pk: (sealing.unseal(copy.code), sealing.unseal_unlock_code(copy))
            for copy in Copy.objects.select_related("code")
        }
    assert after == before
    assert set(AccessCode.objects.values_list("key_id", flat=True)) == {"new"}
