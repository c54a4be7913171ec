"""What waits on the home pages of SPoCs and of BMT: counted in one query, and only what each can do something about."""

from datetime import datetime, timedelta

import pytest

from accesscodes import emails
from accesscodes.models import Copy
from accesscodes.rules.calendar import LONDON
from accesscodes.rules.copies import How
from accesscodes.waiting import to_acknowledge, to_ring
from notices.rules import State
from providers.models import Spoc
from tests.accesscodes.factories import AccessCodeFactory, CopyFactory
from tests.notices.factories import NoticeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A8", "A10")]
NOW = datetime(2026, 11, 26, 10, tzinfo=LONDON)  # the Thursday after an issue: one code in force, one to come
WEEK = timedelta(days=7)


def copy_of(at: datetime, state: State = State.SENT, **facts: object) -> Copy:
    copy = CopyFactory(made_at=at, **{"code": AccessCodeFactory(at=at), **facts})
    NoticeFactory(kind=emails.DOCUMENT, recipient=copy.spoc.user, about=copy.about, state=state, at=at)
    return copy


def counted(copy: Copy) -> tuple[int, int]:
    return to_acknowledge(copy.spoc.user_id, NOW), to_ring(NOW)


def test_a_document_of_the_code_in_force_waits_for_both(django_assert_num_queries) -> None:
    copy = copy_of(NOW)
    with django_assert_num_queries(2):
        assert counted(copy) == (1, 1)


def test_one_of_the_code_to_come_waits_for_the_spoc_alone() -> None:
    assert counted(copy_of(NOW + WEEK)) == (1, 0)


@pytest.mark.parametrize("state", [State.WAITING, State.REFUSED])
def test_nobody_can_acknowledge_what_has_not_come(state: State) -> None:
    assert counted(copy_of(NOW, state)) == (0, 1)


def test_an_uncertain_one_may_have_come() -> None:
    assert counted(copy_of(NOW, State.UNCERTAIN)) == (1, 1)


@pytest.mark.parametrize("why", ["acknowledged", "past", "stopped", "sent again", "a SPoC no more"])
def test_what_is_over_waits_for_nobody(why: str) -> None:
    copy = copy_of(NOW - 5 * WEEK if why == "past" else NOW)
    if why == "acknowledged":
        Copy.objects.filter(pk=copy.pk).update(
            acknowledged_at=NOW, acknowledged_how=How.EMAIL, acknowledged_by=copy.spoc.user
        )
    elif why == "stopped":
        type(copy.code).objects.filter(pk=copy.code_id).update(stopped_at=NOW)
    elif why == "sent again":
        CopyFactory(code=copy.code, spoc=copy.spoc, number=2, made_at=NOW)
        assert counted(copy) == (0, 1), "the newer one, which has not come yet"
        return
    elif why == "a SPoC no more":
        Spoc.objects.filter(pk=copy.spoc_id).update(ended_on=NOW.date())
    assert counted(copy) == (0, 0)
