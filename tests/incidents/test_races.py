"""Two of BMT decide at once, and two presses of one button: one of each counts (B1, B3). Each with its control."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from accesscodes.models import AccessCode
from accounts.models import User
from accounts.rules import Role
from core import clock
from incidents import services
from incidents.models import Decision, Incident
from incidents.services import CodeChange
from tests.accesscodes.factories import AccessCodeFactory
from tests.accesscodes.racing import race
from tests.accounts.factories import UserFactory
from tests.incidents.factories import incident
from tests.providers.factories import ProviderFactory

pytestmark = pytest.mark.django_db(transaction=True)


def decide(found: Incident, code: AccessCode, actor: User, stops_in: int) -> Decision:
    now = clock.now()
    change = CodeChange(now + timedelta(minutes=stops_in), code.pk)
    return services.decide(incident_id=found.pk, change=change, reasons="Dismissed.", at=now, actor=actor)


@pytest.mark.req("B3")
def test_one_wins_and_the_other_is_told_and_there_is_one_new_code() -> None:
    code = AccessCodeFactory()
    found = incident(prime=code.prime)
    morag, owen = UserFactory(role=Role.BMT), UserFactory(role=Role.BMT)
    first, rival = race(lambda: decide(found, code, morag, 1), lambda: decide(found, code, owen, 2))
    assert rival.waited
    assert isinstance(rival.error, services.AlreadyDecided)
    assert (rival.error.decision, rival.error.decision.decided_by) == (first, morag)
    assert AccessCode.objects.filter(prime=code.prime).count() == 2


@pytest.mark.req("B3")
def test_control_without_the_lock_both_come_to_decide_and_the_database_refuses_one() -> None:
    found, actor = incident(), UserFactory(role=Role.BMT)

    def unguarded() -> None:
        assert not Decision.objects.filter(incident=found).exists(), "the race is not there"
        Decision.objects.create(
            incident=found, prime=found.prime, change_code=False, reasons="x", decided_at=clock.now(), decided_by=actor
        )

    _, rival = race(unguarded, unguarded)
    assert isinstance(rival.error, IntegrityError)


@pytest.mark.req("B1")
def test_one_page_that_is_sent_twice_at_once_is_kept_once() -> None:
    prime, actor, token = ProviderFactory(prime=True), UserFactory(role=Role.SPOC), uuid4()
    first, rival = race(*[lambda: incident(prime=prime, actor=actor, token=token)] * 2)
    assert rival.waited
    assert rival.result == first
    assert Incident.objects.count() == 1
