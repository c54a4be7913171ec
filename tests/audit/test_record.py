import pytest
from django.db import IntegrityError, connection, transaction

from audit.actions import Action
from audit.models import AuditEvent
from audit.services import NotInTransaction, record


@pytest.mark.req("G2")
@pytest.mark.django_db
def test_each_event_is_hashed_onto_the_last_of_its_chain() -> None:
    for _ in range(2):
        record(Action.CALL_OPENED, chain="call:A")
    record(Action.CALL_OPENED, chain="call:B")
    first, second = AuditEvent.objects.filter(chain="call:A")
    assert (first.position, second.position) == (1, 2)
    assert bytes(second.previous_hash) == bytes(first.hash)
    assert AuditEvent.objects.get(chain="call:B").position == 1


@pytest.mark.req("G2")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_auditevent SET subject = 'x'", "DELETE FROM audit_auditevent", "TRUNCATE audit_auditevent CASCADE"],
)
def test_the_database_refuses_to_change_or_delete_an_event(statement: str) -> None:
    record(Action.CALL_OPENED, chain="call:A")
    with pytest.raises(IntegrityError, match="keeps what was recorded"), transaction.atomic():
        connection.cursor().execute(f"SET CONSTRAINTS ALL IMMEDIATE; {statement}")


@pytest.mark.req("G2")
@pytest.mark.django_db(transaction=True)
def test_an_event_outside_the_transaction_of_its_deed_is_refused() -> None:
    with pytest.raises(NotInTransaction):
        record(Action.CALL_OPENED, chain="call:A")
    assert not AuditEvent.objects.exists()
