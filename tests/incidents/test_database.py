"""The database itself refuses what the code should never try (B1, B3, B4). Each case is a row that it would take."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from accesscodes.rules.calendar import LONDON
from incidents.models import Breach, Decision, Incident, IncidentRow
from tests.accesscodes.factories import AccessCodeFactory
from tests.accounts.factories import UserFactory
from tests.incidents.factories import incident

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 11, tzinfo=LONDON)


def refused(deed: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError):
        _done_to_the_end(deed)
    _constraints("DEFERRED")


def _done_to_the_end(deed: Callable[[], object]) -> None:
    with transaction.atomic():
        deed()
        _constraints("IMMEDIATE")


def _constraints(when: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL {when}")


def decision(found: Incident, **changes: object) -> Decision:
    usual = {"incident": found, "prime": found.prime, "change_code": False, "reasons": "On good terms."}
    return Decision.objects.create(**{**usual, "decided_at": NOW, "decided_by": found.sent_by, **changes})


@pytest.mark.req("B1")
def test_a_sent_proforma_stays_as_it_was_sent() -> None:
    found = incident()
    sent = found.rows.get()
    refused(lambda: IncidentRow.objects.filter(pk=sent.pk).update(reason="Otherwise."))
    refused(lambda: IncidentRow.objects.filter(pk=sent.pk).delete())
    refused(lambda: Incident.objects.filter(pk=found.pk).update(call_ref="K7B2XQ9M"))
    another = {"incident": found, "number": 2, "changed_on": NOW.date(), "reason": "Added later."}
    refused(lambda: IncidentRow.objects.create(**another))


@pytest.mark.req("B1")
@pytest.mark.parametrize(
    "wrong",
    [{"reason": " \n"}, {"reason": ""}, {"changed_on": None}, {"number": 0}, {"incident_id": 10**9}],
    ids=["blank reason", "no reason", "no date", "no number", "no proforma"],
)
def test_a_row_without_what_it_needs_is_refused(wrong: dict[str, object]) -> None:
    usual = {"number": 1, "changed_on": NOW.date(), "reason": "Dismissed."}
    prime, user = AccessCodeFactory(at=NOW).prime, UserFactory(enrolled=False)

    def send(**changes: object) -> None:
        fresh = Incident.objects.create(
            prime=prime, how="by email", received_on=NOW.date(), sent_at=NOW, sent_by=user, row_count=1, token=uuid4()
        )
        IncidentRow.objects.create(**{"incident_id": fresh.pk, **usual, **changes})

    send()
    refused(lambda: send(**wrong))
    refused(lambda: Incident.objects.create(
        prime=prime, how="by email", received_on=NOW.date(), sent_at=NOW, sent_by=user, row_count=1, token=uuid4()
    ))  # fmt: skip


@pytest.mark.req("B3")
def test_decisions_that_are_refused() -> None:
    mine, theirs = AccessCodeFactory(at=NOW), AccessCodeFactory(at=NOW)
    found = incident(prime=mine.prime)
    refused(lambda: decision(found, reasons=" \n"))
    refused(lambda: decision(found, change_code=True))
    refused(lambda: decision(found, new_code=mine))
    refused(lambda: decision(found, change_code=True, new_code=theirs))
    refused(lambda: decision(found, prime=theirs.prime))
    made = decision(found, change_code=True, new_code=mine)
    refused(lambda: decision(found))
    refused(lambda: decision(incident(prime=mine.prime), change_code=True, new_code=mine))
    refused(lambda: Decision.objects.filter(pk=made.pk).update(reasons="Otherwise."))
    refused(made.delete)


@pytest.mark.req("B4")
def test_breaches_that_are_refused() -> None:
    found = incident()
    usual = {"incident": found, "raised_on": NOW.date(), "marked_at": NOW, "marked_by": found.sent_by}
    refused(lambda: Breach.objects.create(**usual, reference=" "))
    made = Breach.objects.create(**usual, reference="SI 4411")
    refused(lambda: Breach.objects.create(**usual, reference="SI 9"))
    refused(lambda: Breach.objects.filter(pk=made.pk).update(reference="SI 9"))
