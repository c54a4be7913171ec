"""`manage.py rotate_keys` says what is under which key, what it did, and when a key may go (A11)."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import override_settings

from accesscodes.models import AccessCode
from audit.models import AuditEvent
from tests.accesscodes.factories import AccessCodeFactory
from tests.keys import ring
from tests.notices.factories import NoticeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A11")]


def said(*options: str) -> str:
    out = StringIO()
    call_command("rotate_keys", *options, stdout=out)
    return out.getvalue()


def test_everything_is_brought_under_the_new_key_and_the_old_may_go() -> None:
    AccessCodeFactory()
    NoticeFactory()
    with ring("2027", "demonstration"):
        with pytest.raises(CommandError, match="2 rows are left under another key than 2027: run manage"):
            said("--report")
        assert not AuditEvent.objects.filter(chain="keys").exists(), "a report changes nothing"
        done = said()
        assert "2 rows are sealed anew under 2027" in done
        assert "demonstration may be taken out of ENCRYPTION_KEYS" in done
        assert "0 rows are sealed anew" in said()
    with ring("2027"):
        report = said("--report")
    assert "access codes:\n             1 under 2027 (the newest)\nunlock codes: none" in report
    assert "Everything is sealed under 2027" in report


def test_a_key_that_is_not_there_is_named_and_nothing_may_go() -> None:
    AccessCodeFactory()
    with ring("2027"), pytest.raises(CommandError, match="does not hold demonstration"):
        said()
    assert set(AccessCode.objects.values_list("key_id", flat=True)) == {"demonstration"}


def test_a_row_that_does_not_open_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    code = AccessCodeFactory()
    AccessCodeFactory()
    AccessCode.objects.filter(pk=code.pk).update(key_id="other", nonce=b"1" * 12, ciphertext=b"2" * 24)
    with ring("2027", "demonstration", "other"), pytest.raises(CommandError, match="1 row is left under another key"):
        said()
    assert f"stays as it is: access codes, rows {code.pk}." in capsys.readouterr().err


@override_settings(ENCRYPTION_KEYS="2027:short")
def test_a_broken_key_ring_is_said() -> None:
    with pytest.raises(CommandError, match="ENCRYPTION_KEYS: The encryption key '2027' "):
        said()
