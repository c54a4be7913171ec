"""A record that somebody with every right tampered with is found out (G2).

Each test is its own control: the untouched record is whole, the tampered one is not.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections, transaction

from audit.actions import Action
from audit.models import AuditEvent, Seal, SealedHead
from audit.sealing import seal
from audit.services import record
from audit.tasks import seal_record
from audit.verification import faults, size
from core import clock

pytestmark = [pytest.mark.django_db, pytest.mark.req("G2")]

REHASH = """
DO $$
DECLARE
    event audit_auditevent;
    before bytea := ''::bytea;
BEGIN
    FOR event IN SELECT * FROM audit_auditevent WHERE chain = 'call:A' ORDER BY position LOOP
        event.previous_hash := before;
        before := audit_event_hash(event);
        UPDATE audit_auditevent SET previous_hash = event.previous_hash, hash = before WHERE id = event.id;
    END LOOP;
END $$
"""


def write(chain: str, count: int) -> None:
    for _ in range(count):
        record(Action.CALL_OPENED, chain=chain, subject="participant 1", detail={"n": [1, 2.5, "é"]})


@pytest.fixture
def sealed() -> None:
    write("call:A", 3)
    write("call:B", 2)
    seal_record()
    write("call:A", 2)
    seal_record()
    assert list(faults()) == []


@contextmanager
def superuser() -> Iterator[Callable[[str], None]]:
    """Somebody who switches the guards off, and on again to hide it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor.execute
        cursor.execute("SET LOCAL session_replication_role = origin")


def found() -> list[str]:
    return [str(fault) for fault in faults()]


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize(
    "change",
    [
        "subject = 'participant 2'",
        "detail = '{}'",
        "actor_id = NULL, action = 'call ended'",
        "at = at + interval '1 second'",
    ],
)
def test_a_changed_event_is_found(change: str) -> None:
    with superuser() as execute:
        execute(f"UPDATE audit_auditevent SET {change} WHERE chain = 'call:A' AND position = 2")  # noqa: S608
    assert found() == ["call:A, place 2: was changed after it was written"]


@pytest.mark.usefixtures("sealed")
def test_a_changed_event_with_its_chain_hashed_anew_is_found_by_the_seals() -> None:
    with superuser() as execute:
        execute("UPDATE audit_auditevent SET subject = 'x' WHERE chain = 'call:A' AND position = 2")
        execute(REHASH)
    assert found() == [
        "call:A, place 3: was rewritten, with all that follows from it, after seal 1",
        "call:A, place 5: was rewritten, with all that follows from it, after seal 2",
    ]


def test_before_the_seal_such_a_change_could_not_be_found() -> None:
    """The control for the seals: without one, a chain that was hashed anew looks whole."""
    write("call:A", 3)
    with superuser() as execute:
        execute("UPDATE audit_auditevent SET subject = 'x' WHERE chain = 'call:A' AND position = 2")
        execute(REHASH)
    assert found() == []


@pytest.mark.usefixtures("sealed")
def test_a_deleted_tail_is_found_by_the_seal() -> None:
    with superuser() as execute:
        execute("DELETE FROM audit_auditevent WHERE chain = 'call:A' AND position >= 4")
    assert found() == ["call:A, place 5: was deleted after seal 2"]


@pytest.mark.usefixtures("sealed")
def test_a_tail_that_was_deleted_and_grew_again_is_found() -> None:
    with superuser() as execute:
        execute("DELETE FROM audit_auditevent WHERE chain = 'call:A' AND position >= 4")
    write("call:A", 4)
    seal_record()
    assert found() == ["call:A, place 5: was rewritten, with all that follows from it, after seal 2"]


@pytest.mark.usefixtures("sealed")
def test_a_deleted_chain_is_found_by_the_seal() -> None:
    with superuser() as execute:
        execute("DELETE FROM audit_auditevent WHERE chain = 'call:B'")
    assert found() == ["call:B, place 2: was deleted after seal 1"]


@pytest.mark.usefixtures("sealed")
def test_an_event_deleted_from_the_middle_is_found() -> None:
    with superuser() as execute:
        execute("DELETE FROM audit_auditevent WHERE chain = 'call:A' AND position IN (2, 3)")
    assert found() == [
        "call:A, place 4: missing before it: 2 to 3",
        "call:A, place 3: was deleted after seal 1",
    ]


@pytest.mark.usefixtures("sealed")
def test_seals_rewritten_without_the_key_are_found() -> None:
    with superuser() as execute:
        execute("UPDATE audit_auditevent SET subject = 'x' WHERE chain = 'call:A' AND position = 2")
        execute(REHASH)
        execute(
            "UPDATE audit_sealedhead AS head SET hash = event.hash FROM audit_auditevent AS event "
            "WHERE event.chain = head.chain AND event.position = head.position"
        )
    assert [fault.split(" does not hold")[0] for fault in found()] == ["seal 1", "seal 2"]


@pytest.mark.usefixtures("sealed")
def test_a_deleted_seal_is_found() -> None:
    with superuser() as execute:
        execute("DELETE FROM audit_sealedhead WHERE seal_id = (SELECT id FROM audit_seal WHERE number = 1)")
        execute("DELETE FROM audit_seal WHERE number = 1")
    assert found()[0] == "seals 1 to 1 are missing"


@pytest.mark.usefixtures("sealed")
def test_deleted_last_seals_are_found_by_one_that_was_logged(capsys) -> None:
    known = str(Seal.objects.get(number=2))
    call_command("verify_record", "--known", known)
    with superuser() as execute:
        execute("DELETE FROM audit_sealedhead WHERE seal_id = (SELECT id FROM audit_seal WHERE number = 2)")
        execute("DELETE FROM audit_seal WHERE number = 2")
        execute("DELETE FROM audit_auditevent WHERE chain = 'call:A' AND position >= 4")
    assert found() == []  # the control: nothing in the database itself can tell
    with pytest.raises(CommandError, match="1 fault"):
        call_command("verify_record", "--known", known)
    assert "seal 2 is missing" in capsys.readouterr().out


@pytest.mark.usefixtures("sealed")
def test_another_key_does_not_fit(settings) -> None:
    settings.AUDIT_KEY = "another key"
    assert len(found()) == 2


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "ALTER TABLE audit_auditevent DISABLE TRIGGER audit_auditevent_append_only",
            "the guard audit_auditevent_append_only of the table audit_auditevent is missing or switched off",
        ),
        (
            "DROP TRIGGER audit_sealedhead_append_only ON audit_sealedhead",
            "the guard audit_sealedhead_append_only of the table audit_sealedhead is missing or switched off",
        ),
        (
            "CREATE OR REPLACE FUNCTION audit_event_hash(event audit_auditevent) RETURNS bytea "
            "LANGUAGE sql IMMUTABLE AS 'SELECT event.hash'",
            "the database function audit_event_hash is not the one that came with the console",
        ),
    ],
)
def test_guards_that_were_taken_away_are_found(statement: str, fault: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
    assert found() == [fault]


def test_the_command_says_what_is_wrong_and_fails(capsys) -> None:
    write("call:A", 3)
    call_command("verify_record")
    assert "The record is whole: 3 events in 1 chains" in capsys.readouterr().out
    with superuser() as execute:
        execute("UPDATE audit_auditevent SET subject = 'x' WHERE position = 2")
    with pytest.raises(CommandError, match="1 fault") as failure:
        call_command("verify_record")
    assert failure.value.returncode == 1
    assert "call:A, place 2: was changed after it was written" in capsys.readouterr().out
    with pytest.raises(CommandError, match="--known takes"):
        call_command("verify_record", "--known", "nonsense")


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
