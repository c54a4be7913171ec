"""Last month's code, and what one agent hears (A5, A13)."""

from datetime import timedelta

import pytest

from accesscodes import emails, services
from accesscodes.models import AccessCode, Alert, Heard
from accounts.models import User
from accounts.rules import Role
from audit.actions import Action
from audit.models import AuditEvent
from notices.kinds import NotWanted
from notices.models import Notice
from tests.accesscodes.factories import AccessCodeFactory
from tests.accesscodes.watched import BEFORE, MONTH, NOW, TEXT, Clock, check, kinds
from tests.accounts.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A13")]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def code() -> AccessCode:
    return AccessCodeFactory(at=NOW, text=TEXT)


@pytest.fixture
def bmt() -> User:
    return UserFactory(role=Role.BMT)


@pytest.mark.parametrize("back", [MONTH, 2 * MONTH], ids=["last month's", "the one before"])
def test_last_months_code_is_recognised_and_none_before_it(code: AccessCode, clock: Clock, back: timedelta) -> None:
    AccessCodeFactory(prime=code.prime, at=NOW - back, text=BEFORE)
    failed = check(code, clock, BEFORE)
    assert failed.passed is False
    assert failed.last_months is (back == MONTH)


def test_neither_right_nor_wrong_nor_another_providers_is_last_months(code: AccessCode, clock: Clock) -> None:
    AccessCodeFactory(prime=code.prime, at=NOW - MONTH, text=BEFORE)
    AccessCodeFactory(at=NOW - MONTH, text="QQQQQQQQ")
    for said in (TEXT, "x" * 8, "QQQQQQQQ"):
        assert check(code, clock, said).last_months is False


def test_what_both_months_have_in_common_is_right(code: AccessCode, clock: Clock) -> None:
    AccessCodeFactory(prime=code.prime, at=NOW - MONTH, text="x" + TEXT[1:])
    same = check(code, clock, TEXT)
    assert (same.passed, same.last_months) == (True, False)


def test_a_destroyed_code_is_not_recognised(code: AccessCode, clock: Clock) -> None:
    AccessCodeFactory(prime=code.prime, at=NOW - MONTH, text=BEFORE)
    services.destroy_codes(older_than=NOW, at=NOW, actor=None)
    assert check(code, clock, BEFORE).last_months is False


@pytest.mark.req("A5")
def test_bmt_is_told_once_when_one_agent_has_heard_six_positions(code: AccessCode, clock: Clock) -> None:
    agent, other = UserFactory(), UserFactory()
    for positions in ((1, 2, 3), (2, 3, 4), (1, 4, 5)):
        check(code, clock, TEXT, agent=agent, positions=positions)
    check(code, clock, TEXT, agent=other, positions=(6, 7, 8))
    assert kinds() == []
    check(code, clock, TEXT, agent=agent, positions=(2, 4, 6))
    check(code, clock, TEXT, agent=agent, positions=(6, 7, 8))
    assert Alert.objects.get().agent == agent
    assert Heard.objects.filter(agent=agent).count() == 8


def test_an_alert_that_was_seen_is_not_sent(code: AccessCode, clock: Clock, bmt: User) -> None:
    for _ in range(3):
        check(code, clock)
    notice, alert = Notice.objects.get(kind=emails.ALERT), Alert.objects.get()
    for _ in range(2):
        services.see_alert(alert_id=alert.pk, at=clock(), actor=bmt)
    assert AuditEvent.objects.filter(action=Action.ALERT_SEEN).count() == 1
    with pytest.raises(NotWanted):
        emails.alert(notice)
