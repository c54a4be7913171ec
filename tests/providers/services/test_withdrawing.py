import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from accounts.models import User
from accounts.rules import Role
from audit.models import AuditEvent
from core import clock
from notices.kinds import NotWanted, composer_of
from notices.models import Notice
from providers import emails, selectors, services
from providers.models import Provider, Withdrawal
from providers.services import AlreadyWithdrawn, NotWithdrawn
from tests.accounts.factories import UserFactory
from tests.providers import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.req("E6")]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
ASSURED = {"assured_by": "Ann Bell, director", "assured_on": TODAY, "assurance": "All staff are trained again."}


@pytest.fixture
def keeper() -> User:
    return UserFactory(role=Role.BMT)


def withdraw(prime: Provider, keeper: User, reason: str = "Job-outcome tracking.") -> Withdrawal:
    return services.withdraw(prime_id=prime.pk, reason=reason, actor=keeper, now=NOW)


def reinstate(withdrawal: Withdrawal, keeper: User, **assured) -> Withdrawal:
    return services.reinstate(withdrawal_id=withdrawal.pk, actor=keeper, now=NOW, **ASSURED | assured)


def test_withdrawn_reinstated_and_withdrawn_again(keeper: User) -> None:
    prime = make.ProviderFactory(prime=True)
    withdrawal = withdraw(prime, keeper)
    with pytest.raises(AlreadyWithdrawn):
        withdraw(prime, keeper)
    done = reinstate(withdrawal, keeper)
    assert (done.reinstated_at, done.assured_by, done.assured_on) == (NOW, ASSURED["assured_by"], TODAY)
    with pytest.raises(NotWithdrawn):
        reinstate(withdrawal, keeper, assurance="Another.")
    withdraw(prime, keeper)
    events = AuditEvent.objects.filter(chain=f"provider:{prime.pk}", actor=keeper).order_by("position")
    assert [event.action for event in events] == ["service withdrawn", "service reinstated", "service withdrawn"]
    assert "trained" not in str([event.detail for event in events])


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("assured_by", " ", "Enter"),
        ("assurance", "", "Enter"),
        ("assured_by", "a\x00b", "cannot be read"),
        ("assured_on", TODAY + timedelta(days=1), "today or in the past"),
        ("assured_on", date(2026, 11, 19), "after the service was withdrawn"),
    ],
)
def test_no_reinstatement_without_an_assurance(keeper: User, field: str, value, words: str) -> None:
    withdrawal = withdraw(make.ProviderFactory(prime=True), keeper)
    with pytest.raises(ValidationError, match=words):
        reinstate(withdrawal, keeper, **{field: value})
    assert selectors.open_withdrawal(withdrawal.prime_id) == withdrawal
    assert not AuditEvent.objects.filter(action="service reinstated").exists()


def test_not_reinstated_before_it_was_withdrawn_and_told_so(keeper: User) -> None:
    withdrawal = withdraw(make.ProviderFactory(prime=True), keeper)
    with pytest.raises(ValidationError, match="from a later moment than now") as refused:
        services.reinstate(withdrawal_id=withdrawal.pk, actor=keeper, now=NOW - timedelta(minutes=1), **ASSURED)
    assert "Enter" not in str(refused.value.messages)


def test_a_reason_is_needed_and_only_primes_have_the_service(keeper: User) -> None:
    with pytest.raises(ValidationError, match="reason"):
        withdraw(make.ProviderFactory(prime=True), keeper, reason="  ")
    with pytest.raises(Provider.DoesNotExist):
        withdraw(make.ProviderFactory(), keeper)


def test_every_present_spoc_is_told_both_times_and_nobody_else(keeper: User) -> None:
    spoc = make.SpocFactory(prime__name="Harbour Works")
    make.SpocFactory(prime=spoc.prime, ended_on=TODAY)
    make.SpocFactory(prime=spoc.prime, user=UserFactory(role=Role.SPOC, is_active=False))
    make.SpocFactory()
    withdrawal = withdraw(spoc.prime, keeper)
    [told] = Notice.objects.all()
    assert (told.kind, told.recipient, told.about) == (emails.WITHDRAWN, spoc.user, f"withdrawal:{withdrawal.pk}")
    said = composer_of(emails.WITHDRAWN)(told).text
    assert "Harbour Works" in said
    assert "Job-outcome tracking." in said
    assert "assurance of compliance" in said
    reinstate(withdrawal, keeper)
    again = Notice.objects.get(kind=emails.REINSTATED)
    assert again.recipient == spoc.user
    assert "Ann Bell, director gave on Friday 20 November 2026" in composer_of(emails.REINSTATED)(again).text
    with pytest.raises(NotWanted):
        composer_of(emails.WITHDRAWN)(told)
    spoc.ended_on = clock.today()
    spoc.save()
    with pytest.raises(NotWanted):
        composer_of(emails.REINSTATED)(again)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_two_at_once_withdraw_once(keeper: User, guarded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock lets the second be told; without it only the database's own rule stands, and it refuses."""
    prime = make.ProviderFactory(prime=True)
    looked, outcomes = threading.Barrier(2), []
    if not guarded:
        monkeypatch.setattr("providers.services.withdrawing.one_writer_at_a_time", lambda: None)
        seen = selectors.open_withdrawal
        monkeypatch.setattr(selectors, "open_withdrawal", lambda pk: (seen(pk), looked.wait(timeout=20))[0])
        monkeypatch.setattr("providers.services.withdrawing.checked", lambda row: row)

    def work() -> None:
        try:
            withdraw(prime, keeper)
            outcomes.append("withdrawn")
        except (AlreadyWithdrawn, IntegrityError) as refused:
            outcomes.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["AlreadyWithdrawn" if guarded else "IntegrityError", "withdrawn"]
    assert Withdrawal.objects.count() == 1
