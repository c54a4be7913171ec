"""Every sealed column is registered and guarded: none is forgotten when the key changes (A11)."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, models, transaction

from accesscodes.models import AccessCode
from accounts.models import TotpDevice
from core import crypto, sealed
from tests.accesscodes.factories import AccessCodeFactory
from tests.accounts.factories import TotpDeviceFactory, UserFactory
from tests.keys import ring
from tests.notices.factories import NoticeFactory

pytestmark = pytest.mark.req("A11")
GUARDS = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'O' AND tgfoid = 'core_sealed'::regproc"
NOTHING = "key_id = '', nonce = '', ciphertext = ''"


def test_every_binary_column_is_a_digest_or_registered() -> None:
    assert sealed.unregistered(apps.get_models()) == []


@pytest.mark.parametrize("forgotten", sealed.columns(), ids=lambda column: column.what)
def test_the_control_a_column_that_nobody_registered_fails_the_check(
    forgotten: sealed.SealedColumn, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [column for column in sealed.columns() if column is not forgotten]
    monkeypatch.setattr(sealed, "_columns", {(column.model.lower(), column.prefix): column for column in kept})
    with pytest.raises(SystemCheckError, match=f"{re.escape(forgotten.model)}.{forgotten.prefix}ciphertext"):
        call_command("check")


@pytest.mark.django_db
def test_every_sealed_column_is_guarded_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(GUARDS)
        guarded = {name for (name,) in cursor.fetchall()}
    assert guarded == {f"{apps.get_model(column.model)._meta.db_table}_sealed" for column in sealed.columns()}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "key_id = 'newer'",
        "ciphertext = '\\x00'::bytea || substr(ciphertext, 2)",
        "nonce = 'twelve bytes', ciphertext = '\\x00'::bytea || substr(ciphertext, 2)",
        "key_id = 'newer', ciphertext = '\\x00'::bytea || substr(ciphertext, 2)",
        "key_id = 'newer', nonce = 'twelve bytes'",
        "key_id = 'newer', nonce = 'eleven byte', ciphertext = '\\x00'::bytea || substr(ciphertext, 2)",
        "key_id = 'newer', nonce = 'twelve bytes', ciphertext = ciphertext || '\\x00'::bytea",
        "key_id = '', nonce = ''",
    ],
)
def test_what_is_sealed_is_sealed_anew_or_nothing(change: str) -> None:
    NoticeFactory()
    with pytest.raises(DatabaseError, match="only be sealed anew"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE notices_notice SET {change}")  # noqa: S608


@pytest.mark.django_db
def test_what_was_destroyed_is_not_filled_again() -> None:
    notice = NoticeFactory()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE notices_notice SET {NOTHING}")  # noqa: S608
        with pytest.raises(DatabaseError, match="only be sealed anew"), transaction.atomic():
            cursor.execute(
                "UPDATE notices_notice SET key_id = %s, nonce = %s, ciphertext = %s",
                [notice.key_id, notice.nonce, notice.ciphertext],
            )


@pytest.mark.django_db
def test_an_enrolment_may_begin_again_until_it_is_confirmed() -> None:
    device = TotpDeviceFactory(user=UserFactory(enrolled=False), confirmed=False)
    device.seal_secret("B" * 32)
    device.save()
    TotpDevice.objects.filter(pk=device.pk).update(confirmed=True)
    device.seal_secret("C" * 32)
    with pytest.raises(DatabaseError, match="only be sealed anew"), transaction.atomic():
        device.save()


@pytest.mark.django_db
def test_one_that_does_not_open_stays_and_holds_up_no_other() -> None:
    broken, *_ = [AccessCodeFactory() for _ in range(3)]
    AccessCode.objects.filter(pk=broken.pk).update(key_id="gone", nonce=b"1" * 12, ciphertext=b"2" * 24)
    column = next(column for column in sealed.columns() if column.model == "accesscodes.AccessCode")
    with ring("new", "demonstration"):
        first = sealed.reseal(column, limit=2)
        assert first == sealed.Batch(done=1, unopened=(broken.pk,), last=broken.pk + 1)
        assert sealed.reseal(column, after=first.last) == sealed.Batch(1, (), broken.pk + 2)
        assert sealed.reseal(column, after=broken.pk) is None
        assert sealed.counts(column) == {"gone": 1, "new": 2}
        assert sealed.unreadable() == {"gone": ("access codes",)}
        assert sealed.left(column) == 1


def test_a_model_of_binary_fields_is_looked_at_whatever_they_are_called() -> None:
    class Letterbox(models.Model):
        contents = models.BinaryField()
        fingerprint = models.BinaryField()

        class Meta:
            app_label = "core"
            managed = False

    try:
        assert sealed.unregistered([Letterbox]) == ["core.Letterbox.contents"]
    finally:
        del apps.all_models["core"]["letterbox"]
        apps.clear_cache()


def test_the_newest_key_is_the_first() -> None:
    with ring("new", "demonstration"):
        assert crypto.newest_key_id() == "new"
