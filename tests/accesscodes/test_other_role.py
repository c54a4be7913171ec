"""Whoever has another role by now is no SPoC: no document, no unlock code, no reminder (A5, A7, A8, A10)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine

from accesscodes import emails, progress, selectors, services, waiting
from accesscodes.models import AccessCode, Copy
from accesscodes.rules.calendar import LONDON
from accesscodes.rules.copies import How
from accesscodes.rules.runs import What
from accounts.rules import Role
from accounts.services import change_role
from notices.models import Notice
from notices.rules import State
from providers.models import Spoc
from tests.accesscodes.factories import AccessCodeFactory
from tests.accesscodes.issued import ISSUE
from tests.accesscodes.post import deliver, told
from tests.accounts.factories import UserFactory
from tests.notices.post_office import PostOffice, open_post_office
from tests.providers.factories import ContractFactory, SpocWithPlanFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A5", "A7")]
WEDNESDAY = datetime(2026, 11, 25, 9, tzinfo=LONDON)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as office, time_machine.travel(WEDNESDAY, tick=False):
        yield office


@pytest.fixture
def spoc(office: PostOffice) -> Spoc:
    return SpocWithPlanFactory(prime=ContractFactory().prime)


def issue() -> None:
    services.issue_codes(issued_on=ISSUE.issued_on, at=WEDNESDAY, actor=None)


def make_agent(spoc: Spoc) -> None:
    change_role(user_id=spoc.user_id, role=Role.AGENT, actor=UserFactory(role=Role.BMT, enrolled=False))


def test_an_issue_makes_no_copy_for_a_former_spoc(spoc: Spoc, office: PostOffice) -> None:
    make_agent(spoc)
    issue()
    assert AccessCode.objects.filter(prime=spoc.prime_id).exists()
    assert not Copy.objects.exists()
    with pytest.raises(services.NotASpoc):
        services.send_again(spoc_id=spoc.pk, after=0, at=WEDNESDAY, actor=UserFactory(role=Role.BMT, enrolled=False))
    deliver()
    assert told(office) == []


@pytest.mark.req("A10")
def test_the_prime_is_shown_as_one_without_a_spoc(spoc: Spoc) -> None:
    later = ISSUE.in_force_from + timedelta(hours=1)
    issue()
    assert waiting.without_spoc(later) == 0
    make_agent(spoc)
    assert waiting.without_spoc(later) == 1
    assert waiting.to_ring(later) == waiting.to_acknowledge(spoc.user_id, later) == 0
    assert progress.progress(ISSUE, later).without_spoc == (spoc.prime.name,)
    assert [row.has_spoc for row in selectors.code_rows(later)] == [False]


def test_a_role_changed_between_issue_and_sending_withdraws_the_document(spoc: Spoc, office: PostOffice) -> None:
    issue()
    make_agent(spoc)
    deliver()
    assert told(office) == []
    assert Notice.objects.get(kind=emails.DOCUMENT).state == State.WITHDRAWN


@pytest.mark.req("A8")
def test_a_role_changed_after_acknowledging_withdraws_the_unlock_code(spoc: Spoc, office: PostOffice) -> None:
    issue()
    deliver()
    services.acknowledge(copy_id=Copy.objects.get().pk, how=How.PORTAL, at=WEDNESDAY, actor=spoc.user)
    make_agent(spoc)
    deliver()
    assert [subject for _, subject in told(office)] == ["Provider Direct: your access code document"]
    assert Notice.objects.get(kind=emails.UNLOCK_CODE).state == State.WITHDRAWN


@pytest.mark.req("A8", "A10")
def test_what_a_former_spoc_was_sent_is_neither_acknowledged_for_it_nor_asked_after(spoc: Spoc) -> None:
    issue()
    deliver()
    make_agent(spoc)
    bmt = UserFactory(role=Role.BMT, enrolled=False)
    with pytest.raises(services.Superseded):
        services.acknowledge(copy_id=Copy.objects.get().pk, how=How.EMAIL, at=WEDNESDAY, actor=bmt)
    friday = WEDNESDAY + timedelta(days=2)
    reminded = services.send_reminders(
        issued_on=ISSUE.issued_on, what=What.FIRST_REMINDER, at=friday, since=WEDNESDAY + timedelta(hours=1)
    )
    assert reminded == 0


@pytest.mark.req("B3")
def test_a_former_spoc_is_not_told_of_a_changed_code(spoc: Spoc, office: PostOffice) -> None:
    AccessCodeFactory(at=WEDNESDAY, prime=spoc.prime)
    bmt = UserFactory(role=Role.BMT, enrolled=False)
    services.replace_code(
        prime_id=spoc.prime_id, stops_at=WEDNESDAY, reason="It was overheard", actor=bmt, at=WEDNESDAY,
        code_id=AccessCode.objects.get().pk,
    )  # fmt: skip
    make_agent(spoc)
    deliver()
    assert told(office) == []


def test_control_who_stays_a_spoc_is_sent_all_of_it(spoc: Spoc, office: PostOffice) -> None:
    issue()
    deliver()
    services.acknowledge(copy_id=Copy.objects.get().pk, how=How.PORTAL, at=WEDNESDAY, actor=spoc.user)
    deliver()
    assert len(told(office)) == 2
