"""What a seal covers, and that no event comes to light behind it (G2)."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections, transaction

from audit.models import AuditEvent, Seal, SealedHead
from audit.sealing import seal
from audit.tasks import seal_record
from audit.verification import faults, size
from core import clock
from tests.audit.tampering import write

pytestmark = [pytest.mark.django_db, pytest.mark.req("G2")]


def test_a_seal_covers_what_grew_since_the_last_and_nothing_is_sealed_twice() -> None:
    write("call:A", 2)
    seal_record()
    seal_record()
    assert Seal.objects.count() == 1
    write("call:B", 1)
    assert size().unsealed == 1
    seal_record()
    heads = SealedHead.objects.values_list("seal__number", "chain", "position")
    assert list(heads) == [(1, "call:A", 2), (2, "call:B", 1)]


def test_seals_cannot_be_changed_or_deleted() -> None:
    write("call:A", 1)
    seal_record()
    for statement in (
        "UPDATE audit_seal SET number = 9",
        "DELETE FROM audit_sealedhead",
        "TRUNCATE audit_seal CASCADE",
    ):
        with pytest.raises(Exception, match="keeps what was recorded"), transaction.atomic():
            connection.cursor().execute(f"SET CONSTRAINTS ALL IMMEDIATE; {statement}")


def time_limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("deed", [seal_record, lambda: call_command("verify_record")])
def test_no_time_limit_ends_what_takes_in_the_whole_record(deed: Callable[[], None]) -> None:
    write("call:A", 1)
    assert time_limit() == "30s"
    deed()
    assert time_limit() == "0"  # until the end of the transaction, which here is the test's


@pytest.mark.django_db(transaction=True)
def test_the_time_limit_is_back_once_the_record_is_sealed() -> None:
    with transaction.atomic():
        write("call:A", 1)
    seal_record()
    call_command("verify_record")
    assert time_limit() == "30s"


@pytest.mark.django_db(transaction=True)
def test_an_event_whose_transaction_ends_after_a_seal_is_sealed_by_the_next() -> None:
    slow = connections.create_connection("default")
    try:
        slow.set_autocommit(False)
        with slow.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_auditevent (chain, at, action, subject, detail, position, previous_hash, hash) "
                "VALUES ('call:SLOW', now(), 'call opened', '', '{}', 0, '', '')"
            )
        with transaction.atomic():
            write("call:FAST", 1)
        first = seal(at=clock.now())
        slow.commit()
        second = seal(at=clock.now())
    finally:
        slow.close()
    assert first
    assert second
    assert [head.chain for head in first.heads.all()] == ["call:FAST"]
    assert [head.chain for head in second.heads.all()] == ["call:SLOW"]
    assert second.through_event < first.through_event  # it was written first, and came to light later
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_places_of_a_chain_come_to_light_in_order() -> None:
    """What the seals rest on: while place 1 is not committed, nobody gets place 2."""
    slow = connections.create_connection("default")
    try:
        slow.set_autocommit(False)
        insert = (
            "INSERT INTO audit_auditevent (chain, at, action, subject, detail, position, previous_hash, hash) "
            "VALUES ('call:A', now(), 'call opened', '', '{}', 0, '', '')"
        )
        with slow.cursor() as cursor:
            cursor.execute(insert)
        with pytest.raises(OperationalError, match="lock timeout"), connection.cursor() as cursor:
            cursor.execute(f"BEGIN; SET LOCAL lock_timeout = '200ms'; {insert}")
        connection.close()
    finally:
        slow.close()
    assert not AuditEvent.objects.exists()
