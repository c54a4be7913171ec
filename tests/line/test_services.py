from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.rules import Role
from audit.models import AuditEvent
from line import services
from line.models import Closure

from .factories import ClosureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("L1")]
TODAY = date(2026, 11, 20)


@pytest.fixture
def keeper() -> User:
    return User.objects.create_user("bmt@example.org", None, full_name="Bea Keeper", role=Role.BMT)


def test_a_closure_is_recorded(keeper: User) -> None:
    closure = services.add_closure(day=TODAY, reason=" Burst  pipe ", actor=keeper, today=TODAY)
    assert Closure.objects.get() == closure
    assert closure.reason == "Burst pipe"
    event = AuditEvent.objects.get(chain="line")
    assert (event.action, event.actor) == ("closure changed", keeper)
    assert event.detail == {"change": "closed", "date": "2026-11-20"}


@pytest.mark.req("G2")
def test_the_record_of_a_closure_holds_no_word_that_was_typed(keeper: User) -> None:
    closure = services.add_closure(day=TODAY, reason="Jan Kowalski died", actor=keeper, today=TODAY)
    services.remove_closure(closure_id=closure.pk, actor=keeper, today=TODAY)
    assert len(AuditEvent.objects.all()) == 2
    assert "Kowalski" not in str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize(
    ("day", "reason", "field"),
    [
        (date(2026, 11, 19), "Late", "date"),
        (date(2026, 12, 1), "Twice", "date"),
        (date(2026, 12, 25), "Christmas", "date"),
        (date(2026, 11, 21), "A Saturday", "date"),
        (date(2090, 1, 2), "A slip of the pen", "date"),
        (TODAY, "  ", "reason"),
        (TODAY, "a\x00", "reason"),
    ],
)
def test_what_is_wrong_is_said_by_field_and_nothing_changes(keeper: User, day: date, reason: str, field: str) -> None:
    ClosureFactory(date=date(2026, 12, 1))
    with pytest.raises(ValidationError) as refused:
        services.add_closure(day=day, reason=reason, actor=keeper, today=TODAY)
    assert list(refused.value.message_dict) == [field]
    assert Closure.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_a_closure_is_taken_back_until_its_day_is_over(keeper: User) -> None:
    coming, past = ClosureFactory(date=TODAY), ClosureFactory(date=date(2026, 11, 19))
    services.remove_closure(closure_id=coming.pk, actor=keeper, today=TODAY)
    with pytest.raises(services.ClosurePast):
        services.remove_closure(closure_id=past.pk, actor=keeper, today=TODAY)
    with pytest.raises(Closure.DoesNotExist):
        services.remove_closure(closure_id=coming.pk, actor=keeper, today=TODAY)
    assert list(Closure.objects.all()) == [past]
    assert [event.detail["change"] for event in AuditEvent.objects.all()] == ["opened again"]
