"""Two at once, on two connections: an issue, an acknowledgement, a change, an answer meanwhile (A9, B3)."""

from datetime import datetime, timedelta

import pytest
import time_machine

from accesscodes import emails, sealing, services
from accesscodes.models import AccessCode, Copy
from accesscodes.rules.calendar import LONDON, issue_of
from accesscodes.rules.copies import How
from notices.models import Notice
from tests.accesscodes.factories import AccessCodeFactory, ChallengeFactory, CopyFactory, characters
from tests.accesscodes.racing import race
from tests.accounts.factories import UserFactory
from tests.notices.factories import NoticeFactory
from tests.providers.factories import ContractFactory, SpocWithPlanFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 18, 11, tzinfo=LONDON)
ISSUE = issue_of(2026, 10)
TEXT = "AdfH2nQr"


@pytest.mark.req("A9")
def test_the_same_issue_twice_at_once_makes_everything_once() -> None:
    SpocWithPlanFactory.create_batch(3, prime=ContractFactory().prime)

    def issue() -> int:
        return services.issue_codes(issued_on=ISSUE.issued_on, at=NOW, actor=None)

    _, rival = race(issue, issue)
    assert (rival.error, rival.waited) == (None, True)
    assert AccessCode.objects.count() == 1
    assert Copy.objects.count() == Notice.objects.count() == 3


@pytest.mark.req("A8", "A9")
def test_acknowledged_twice_at_once_it_is_unlocked_once() -> None:
    copy = CopyFactory(code=AccessCodeFactory(at=NOW), made_at=NOW)
    NoticeFactory(kind=emails.DOCUMENT, recipient=copy.spoc.user, about=copy.about, state="sent", at=NOW)
    people = UserFactory.create_batch(2)

    def acknowledge(who: int, how: How) -> Copy:
        return services.acknowledge(copy_id=copy.pk, how=how, at=NOW, actor=people[who])

    with time_machine.travel(NOW):
        _, rival = race(lambda: acknowledge(0, How.PORTAL), lambda: acknowledge(1, How.EMAIL))
    assert (rival.error, rival.waited) == (None, True)
    copy.refresh_from_db()
    assert (copy.acknowledged_by, copy.acknowledged_how) == (people[0], How.PORTAL)
    assert Notice.objects.filter(kind=emails.UNLOCK_CODE).count() == 1


@pytest.mark.req("A12")
def test_sent_again_twice_at_once_it_is_sent_once() -> None:
    copy, actor = CopyFactory(code=AccessCodeFactory(at=NOW), made_at=NOW), UserFactory()

    def again() -> list[Copy]:
        return services.send_again(spoc_id=copy.spoc_id, after=copy.pk, at=NOW, actor=actor)

    _, rival = race(again, again)
    assert isinstance(rival.error, services.Superseded)
    assert Copy.objects.count() == 2


@pytest.mark.req("B3")
def test_changed_twice_at_once_it_is_changed_once() -> None:
    code = AccessCodeFactory(at=NOW)

    def replace() -> AccessCode:
        return services.replace_code(
            prime_id=code.prime_id, stops_at=NOW, reason="Seen.", actor=None, at=NOW, code_id=code.pk
        )

    _, rival = race(replace, replace)
    assert isinstance(rival.error, services.AlreadyReplaced)
    assert AccessCode.objects.count() == 2


@pytest.mark.req("A3", "B3")
@pytest.mark.parametrize("said", ["old", "new"])
def test_an_answer_while_the_code_changes_waits_and_is_judged_by_the_new_one(said: str) -> None:
    code = AccessCodeFactory(at=NOW, text=TEXT)
    challenge = ChallengeFactory(code=code, drawn_at=NOW)
    made: list[AccessCode] = []

    def replace() -> None:
        made.append(services.replace_code(prime_id=code.prime_id, stops_at=NOW, reason="Seen.", actor=None, at=NOW))

    def answer() -> bool:
        text = TEXT if said == "old" else sealing.unseal(made[0])
        return services.answer_challenge(
            challenge_id=challenge.pk, said=characters(text, challenge.positions), at=NOW + timedelta(seconds=1),
            chain="call:A", actor=None,
        )  # fmt: skip

    _, rival = race(replace, answer)
    assert (rival.error, rival.waited) == (None, True)
    challenge.refresh_from_db()
    assert challenge.code == made[0]
    same = characters(sealing.unseal(made[0]), challenge.positions) == characters(TEXT, challenge.positions)
    assert rival.result is (said == "new" or same)
