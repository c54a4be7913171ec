from datetime import date, datetime

import pytest
import time_machine
from django.test import override_settings

from accounts.rules import Role
from audit.models import AuditEvent
from core.clock import LONDON
from programmes.types import Programme
from providers import demonstration, services
from providers.models import AuthorisedCaller, Provider, Spoc, Withdrawal
from providers.rules import Ineligible
from providers.services import assess_caller
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
WP, MWA = Programme.WORK_PROGRAMME, Programme.MANDATORY_WORK_ACTIVITY


@pytest.fixture
def loaded() -> None:
    with override_settings(DEMONSTRATION=True):
        demonstration.load(TODAY)


def reasons(programme: Programme, company: str, caller: str, prime: str) -> tuple[Ineligible, ...]:
    return assess_caller(
        programme=programme, company_name=company, caller_name=caller, prime_name=prime, today=TODAY
    ).reasons


@pytest.mark.parametrize(
    ("programme", "company", "caller", "prime", "against"),
    [
        (WP, "Bramley Road Training", "Aisha Rahman", "Northfield Employment Services", ()),
        (WP, "Kestrel Recruitment", "Siobhan O Neill", "northfield employment services", ()),
        (WP, "Harbour Works", "Catherine Mackay", "Harbour Works", ()),
        (MWA, "Tidewell Learning", "Peter Smith Jones", "Calder Skills & Work", ()),
        (MWA, "Bramley Road Training", "Aisha Rahman", "Northfield Employment Services", (Ineligible.NO_CONTRACT,)),
        (WP, "Bramley Road Training", "Kevin Doyle", "Northfield Employment Services", (Ineligible.NOT_AUTHORISED,)),
        (WP, "Meridian Futures", "Stephen Vane", "Meridian Futures", (Ineligible.WITHDRAWN,)),
        (WP, "Larkhill Training", "Beatrice Osei", "Larkhill Training", (Ineligible.NO_PLAN,)),
        (
            WP, "Kestrel Recruitment", "Daniel Okonkwo", "Pathway Partnerships",
            (Ineligible.NOT_IN_SUPPLY_CHAIN, Ineligible.NOT_AUTHORISED),
        ),
    ],
)  # fmt: skip
def test_who_may_call(loaded, programme, company, caller, prime, against) -> None:
    assert reasons(programme, company, caller, prime) == against


@pytest.mark.req("E6")
def test_what_is_told_has_happened_and_the_service_can_be_given_back_at_once() -> None:
    early = datetime(2026, 11, 23, 10, 2, tzinfo=LONDON)
    with override_settings(DEMONSTRATION=True), time_machine.travel(early, tick=False):
        demonstration.load(early.date())
        [withdrawal] = Withdrawal.objects.all()
        assert withdrawal.withdrawn_at <= early
        services.reinstate(
            withdrawal_id=withdrawal.pk, assured_by="Ann Bell", assured_on=early.date(), assurance="Trained again.",
            actor=None, now=early,
        )  # fmt: skip


def test_again_changes_nothing(loaded) -> None:
    before = (Provider.objects.count(), AuthorisedCaller.objects.count(), AuditEvent.objects.count())
    with override_settings(DEMONSTRATION=True):
        demonstration.load(TODAY)
    assert (Provider.objects.count(), AuthorisedCaller.objects.count(), AuditEvent.objects.count()) == before


def test_a_spoc_is_appointed_once(loaded) -> None:
    spoc = UserFactory(role=Role.SPOC)
    with override_settings(DEMONSTRATION=True):
        for _ in range(2):
            demonstration.appoint(user=spoc, prime_name="Harbour Works", today=TODAY)
    assert Spoc.objects.get().prime.name == "Harbour Works"


def test_refused_where_real_calls_are_taken() -> None:
    with override_settings(DEMONSTRATION=False), pytest.raises(demonstration.NotADemonstration):
        demonstration.load(TODAY)
    with override_settings(DEMONSTRATION=False), pytest.raises(demonstration.NotADemonstration):
        demonstration.appoint(user=UserFactory(), prime_name="Harbour Works", today=TODAY)
    assert not Provider.objects.exists()
