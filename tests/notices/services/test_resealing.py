import base64
import os

import pytest
from django.conf import settings
from django.test import override_settings

from notices import sealing, services
from notices.models import Notice
from tests.notices.factories import NoticeFactory


@pytest.mark.django_db
@pytest.mark.req("A11")
def test_texts_are_sealed_anew_a_few_at_a_time_and_then_open_without_the_old_key() -> None:
    notices = [NoticeFactory(text=f"Text {number}") for number in range(5)]
    composed = NoticeFactory(key_id="", nonce=b"", ciphertext=b"")
    new = f"new:{base64.b64encode(os.urandom(32)).decode()}"
    with override_settings(ENCRYPTION_KEYS=f"{new},{settings.ENCRYPTION_KEYS}"):
        assert [services.reseal(limit=3) for _ in range(3)] == [3, 2, 0]
    with override_settings(ENCRYPTION_KEYS=new):
        found = {notice.pk: sealing.unseal(notice) for notice in Notice.objects.exclude(pk=composed.pk)}
    assert found == {notice.pk: f"Text {number}" for number, notice in enumerate(notices)}
