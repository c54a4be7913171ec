"""The record's key is changed, and the old one, should it have leaked, is good for nothing (G2, decision 0123)."""

import pytest
from django.conf import settings
from django.test import override_settings

from audit.models import Seal
from audit.tasks import seal_record
from audit.verification import faults
from tests.audit.tampering import superuser, write

pytestmark = [pytest.mark.django_db, pytest.mark.req("G2")]
OLD = settings.AUDIT_KEY
NEW = {"AUDIT_KEY": "a newer key", "AUDIT_KEYS_BEFORE": [OLD]}
LEAKED = {"AUDIT_KEY": OLD, "AUDIT_KEYS_BEFORE": []}


def found() -> list[str]:
    return [str(fault) for fault in faults()]


def sealed_with(keys: dict[str, object]) -> None:
    with override_settings(**keys):
        write("call:A", 2)
        seal_record()


@pytest.fixture
def changed() -> None:
    """Two seals with the old key, two with the new."""
    for keys in (LEAKED, LEAKED, NEW, NEW):
        sealed_with(keys)


@pytest.mark.usefixtures("changed")
def test_seals_from_before_still_hold() -> None:
    with override_settings(**NEW):
        assert found() == []
    with override_settings(AUDIT_KEY="a third key", AUDIT_KEYS_BEFORE=[NEW["AUDIT_KEY"], OLD]):
        sealed_with({})
        assert found() == []
    with override_settings(AUDIT_KEY=NEW["AUDIT_KEY"], AUDIT_KEYS_BEFORE=[]):
        assert len(found()) > 1, "the control: without the old key they do not"


@pytest.mark.usefixtures("changed")
def test_whoever_has_the_old_key_can_add_no_seal() -> None:
    sealed_with(LEAKED)
    with override_settings(**NEW):
        assert any(fault.startswith("seal 5 does not hold") for fault in found())


@pytest.mark.usefixtures("changed")
def test_whoever_has_the_old_key_can_rewrite_nothing_from_before() -> None:
    with superuser() as execute:
        execute("DELETE FROM audit_sealedhead WHERE seal_id = (SELECT id FROM audit_seal WHERE number = 2)")
        execute("DELETE FROM audit_seal WHERE number = 2")
        execute("UPDATE audit_seal SET number = number + 100 WHERE number > 2")
    sealed_with(LEAKED)  # number 103, as the newest
    with superuser() as execute:
        execute("UPDATE audit_seal SET number = 2 WHERE number = (SELECT max(number) FROM audit_seal)")
        execute("UPDATE audit_seal SET number = number - 100 WHERE number > 100")
    assert Seal.objects.count() == 4
    with override_settings(**NEW):
        assert any("does not hold" in fault for fault in found())


@pytest.mark.usefixtures("changed")
def test_newer_seals_replaced_by_ones_with_the_old_key_are_noticed() -> None:
    with superuser() as execute:
        for number in (3, 4):
            execute(f"DELETE FROM audit_sealedhead WHERE seal_id = (SELECT id FROM audit_seal WHERE number = {number})")  # noqa: S608
            execute(f"DELETE FROM audit_seal WHERE number = {number}")  # noqa: S608
    sealed_with(LEAKED)
    with override_settings(**NEW):
        assert any("the last seal was made with an earlier AUDIT_KEY" in fault for fault in found())
    with override_settings(**LEAKED):
        assert found() == [], "the control: while the old key counted, nothing told"
