"""What SPoCs are told of an outage, as it goes over the line (L5, L6)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.rules import Role
from accounts.services import change_role
from core.clock import LONDON
from line import emails, services
from line.models import Outage
from notices.models import Notice
from notices.rules import State
from programmes.policy import POLICIES
from programmes.types import Programme
from tests.accesscodes.post import deliver, told
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.notices.post_office import PostOffice, open_post_office
from tests.providers.factories import ContractFactory, SpocFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("L5")]
NOW = datetime(2026, 11, 20, 10, 30, tzinfo=LONDON)
HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as office, time_machine.travel(NOW, tick=False):
        yield office


def declare() -> Outage:
    bmt = UserFactory(role=Role.BMT, enrolled=False)
    return services.declare(nature="The exchange is down", ends_at=NOW + HOUR, to_do="Please wait", actor=bmt, at=NOW)


def put_right(outage: Outage, seen: int) -> None:
    services.put_right(
        outage_id=outage.pk, seen=seen, ends_at=None, to_do=f"Wait on, {seen}", actor=outage.declared_by, at=NOW
    )


def end(outage: Outage) -> None:
    services.end(outage_id=outage.pk, done="It was replaced", actor=outage.declared_by, at=NOW)


@pytest.mark.req("L6")
def test_each_is_told_of_the_outage_and_of_its_end_in_one_email_each(office: PostOffice) -> None:
    people = sorted(SpocFactory().user.email for _ in range(2))
    outage = declare()
    deliver()
    deliver()
    put_right(outage, 1)
    deliver()
    end(outage)
    deliver()
    for email in people:
        assert [subject for to, subject in told(office) if to == email] == [
            "Provider Direct cannot take calls",
            "Provider Direct cannot take calls: what we expect now",
            "Provider Direct can take calls again",
        ]
    first, changed, last = (letter.text for letter in office.letters[::2])
    for words in (
        "since 10:30 on Friday 20 November 2026", "The problem: The exchange is down",
        "expected to be over by 11:30 on Friday 20 November 2026", "Until then: Please wait",
        "Mandatory Work Activity: If you cannot reach an agent within two consecutive days",
        "raise the compliance doubt",
    ):  # fmt: skip
        assert words in " ".join(first.split())
    assert "It is not known yet how long this will last." in changed
    assert "raise the compliance doubt" in " ".join(changed.split())
    assert "ended at 10:30 on Friday 20 November 2026" in last
    assert "What was done: It was replaced" in last


@pytest.mark.req("L6", "P1", "G1")
@pytest.mark.parametrize("programme", list(Programme))
def test_each_is_told_in_the_words_of_their_own_programmes_alone(office: PostOffice, programme: Programme) -> None:
    spoc = SpocFactory(prime=ContractFactory(programme=programme.value).prime)
    put_right(declare(), 1)
    deliver()
    shown = text_of(assert_valid_html(sign_in(Client(), spoc.user).get("/account/")))
    for words in (shown, *(" ".join(letter.text.split()) for letter in office.letters)):
        assert [each for each in POLICIES if f"{POLICIES[each].name}: " in words] == [programme]


def test_what_was_held_up_until_later_news_is_not_sent_after_it(office: PostOffice) -> None:
    SpocFactory()
    outage = declare()
    put_right(outage, 1)
    put_right(outage, 2)
    end(outage)
    deliver()
    [letter] = office.letters
    assert "was declared at 10:30" in letter.text
    assert "The exchange is down" in letter.text
    overtaken = Notice.objects.filter(state=State.WITHDRAWN).values_list("kind", flat=True)
    assert sorted(overtaken) == [emails.DECLARED, emails.PUT_RIGHT, emails.PUT_RIGHT]


def test_who_is_no_spoc_any_more_as_it_is_sent_is_told_nothing(office: PostOffice) -> None:
    former, still = SpocFactory(), SpocFactory()
    outage = declare()
    change_role(user_id=former.user_id, role=Role.AGENT, actor=outage.declared_by)
    deliver()
    assert [to for to, _ in told(office)] == [still.user.email]


def test_a_mail_server_that_is_away_loses_none(office: PostOffice) -> None:
    SpocFactory()
    office.replies["MAIL"] = "451 Not now"
    declare()
    deliver()
    assert Notice.objects.get().state == State.WAITING
    office.replies.clear()
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        deliver()
    assert len(office.letters) == 1
