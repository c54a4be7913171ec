"""A record that somebody with every right tampered with is found out (G2).

Each test is its own control: the untouched record is whole, the tampered one is not.
"""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit.models import Seal
from audit.tasks import seal_record
from audit.verification import faults
from tests.audit.tampering import found, superuser, write

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


@pytest.fixture
def sealed() -> None:
    write("call:A", 3)
    write("call:B", 2)
    seal_record()
    write("call:A", 2)
    seal_record()
    assert list(faults()) == []


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


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize(
    "only",
    ["WHEN (false)", "WHEN (OLD.position < 3)"],
)
def test_a_guard_that_guards_nothing_is_found(only: str) -> None:
    """It has its own name and its own function, and lets the end of a chain be deleted all the same."""
    name = "audit_auditevent_append_only"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"DROP TRIGGER {name} ON audit_auditevent")
        cursor.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON audit_auditevent "
            f"FOR EACH ROW {only} EXECUTE FUNCTION core_refuse()"
        )
    assert found() == [f"the guard {name} of the table audit_auditevent is not the one that came with the console"]


ELSEWHERE = (
    "CREATE SCHEMA elsewhere",
    "CREATE FUNCTION elsewhere.core_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
)
SEAL = "the guard audit_seal_append_only of the table audit_seal is not the one that came with the console"
REFUSE = "the database function core_refuse is not the one that came with the console"


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        (
            ("DROP TRIGGER audit_seal_append_only ON audit_seal",
             "CREATE TRIGGER audit_seal_append_only BEFORE UPDATE ON audit_seal "
             "FOR EACH ROW EXECUTE FUNCTION core_refuse()"),
            SEAL,
        ),
        (
            (*ELSEWHERE, "DROP TRIGGER audit_seal_append_only ON audit_seal",
             "CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON audit_seal "
             "FOR EACH ROW EXECUTE FUNCTION elsewhere.core_refuse()"),
            SEAL,
        ),
        (
            ("ALTER FUNCTION core_refuse() RENAME TO core_refused",
             "CREATE SCHEMA elsewhere", "ALTER FUNCTION core_refused() SET SCHEMA elsewhere",
             "ALTER FUNCTION elsewhere.core_refused() RENAME TO core_refuse",
             "CREATE FUNCTION core_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"),
            REFUSE,
        ),
        (("ALTER FUNCTION core_refuse() RESET search_path",), REFUSE),
        (("ALTER FUNCTION core_refuse() SET search_path = pg_temp, public",), REFUSE),
        (
            ("CREATE TRIGGER audit_after_all BEFORE INSERT ON audit_auditevent "
             "FOR EACH ROW EXECUTE FUNCTION core_refuse()",),
            "the trigger audit_after_all of the table audit_auditevent did not come with the console",
        ),
    ],
)  # fmt: skip
def test_guards_that_were_exchanged_are_found(statements: tuple[str, ...], fault: str) -> None:
    with connection.cursor() as cursor:
        for statement in ("SET CONSTRAINTS ALL IMMEDIATE", *statements):
            cursor.execute(statement)
    assert fault in found()


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
