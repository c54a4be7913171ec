"""A year of issues under a moving clock: beat's own task, real emails, every Monday midnight (A6 to A10, B3)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
import time_machine

from accesscodes import services
from accesscodes.models import Challenge, Copy
from accesscodes.rules.calendar import LONDON, Issue, issue_covering, issue_of
from accesscodes.rules.copies import How
from accesscodes.tasks import run_what_is_due
from core import clock
from notices.models import Notice
from notices.rules import State
from providers.models import Spoc
from tests.accesscodes.factories import characters
from tests.accesscodes.post import deliver, document_of, opened, unlock_code_in
from tests.accounts.factories import UserFactory
from tests.notices.post_office import Letter, PostOffice, open_post_office
from tests.providers.factories import ContractFactory, SpocWithPlanFactory

pytestmark = pytest.mark.django_db
INSTANT, DAY = timedelta(microseconds=1), timedelta(days=1)
ISSUES = [issue_of(2026 + month // 12, month % 12 + 1) for month in range(10, 22)]
DOCUMENT, UNLOCK = "your access code document", "the unlock code for your document"


@dataclass
class Year:
    """The clock, the post, and what each SPoC has found out from its own emails: codes by the order of their coming."""

    traveller: time_machine.Traveller
    office: PostOffice
    read: int = 0
    documents: dict[str, bytes] = field(default_factory=dict)
    known: dict[str, list[str]] = field(default_factory=dict)
    order: dict[str, list[str]] = field(default_factory=dict)

    def at(self, moment: datetime) -> "Year":
        self.traveller.move_to(moment)
        return self

    def work(self) -> None:
        """Beat comes by twice, the workers empty the outbox, the SPoCs read their post."""
        run_what_is_due()
        run_what_is_due()
        deliver()
        for letter in self.office.letters[self.read :]:
            self._read(letter)
        self.read = len(self.office.letters)

    def acknowledge(self, spoc: Spoc, how: How = How.PORTAL) -> None:
        copy = Copy.objects.filter(spoc=spoc, acknowledged_at=None).latest("pk")
        services.acknowledge(copy_id=copy.pk, how=how, at=clock.now(), actor=spoc.user)
        self.work()

    def _read(self, letter: Letter) -> None:
        subject = str(letter.email["Subject"]).removeprefix("Provider Direct: ")
        if subject == DOCUMENT:
            self.documents[letter.to] = document_of(letter)
        elif subject == UNLOCK:
            text = opened(self.documents.pop(letter.to), unlock_code_in(letter))
            code = text.splitlines()[3]  # heading, for whom, since when, the code
            self.known.setdefault(letter.to, []).append(code)
        if subject in (DOCUMENT, UNLOCK):
            self.order.setdefault(letter.to, []).append(subject)


def passes(spoc: Spoc, code: str, moment: datetime) -> bool:
    """Whether a caller who has this code passes a check at that moment; drawn before, judged then."""
    challenge = services.draw_challenge(prime_id=spoc.prime_id, at=moment - DAY, chain="call:A", actor=None)
    said = characters(code, challenge.positions)
    return services.answer_challenge(challenge_id=challenge.pk, said=said, at=moment, chain="call:A", actor=None)


def judged_by(spoc: Spoc, count: int) -> list[datetime]:
    """From when the codes were in force that the newest checks were judged by, in the order of the checks."""
    newest = Challenge.objects.filter(prime=spoc.prime).order_by("-id")[:count]
    return [challenge.code.in_force_from for challenge in reversed(newest.select_related("code"))]


@pytest.fixture
def year() -> Iterator[Year]:
    start = ISSUES[0].in_force_from - 14 * DAY
    with open_post_office() as office, time_machine.travel(start, tick=False) as traveller:
        yield Year(traveller, office)


def at_nine(issue: Issue, days: int = 0) -> datetime:
    return datetime.combine(issue.issued_on + days * DAY, datetime.min.time(), LONDON).replace(hour=9, minute=5)


@pytest.mark.req("A6", "A7", "A8", "A9", "A10")
def test_every_spoc_ends_with_one_document_and_one_unlock_code_for_each_code_in_order(year: Year) -> None:
    quick, slow = (SpocWithPlanFactory(prime=ContractFactory().prime) for _ in range(2))
    spocs, addresses = [quick, slow], [spoc.user.email for spoc in (quick, slow)]
    year.work()  # the codes of the month under way
    for spoc in spocs:
        year.acknowledge(spoc)
    for number, issue in enumerate(ISSUES):
        if number % 4 != 3:  # every fourth month nothing runs before Friday
            year.at(at_nine(issue)).work()
            year.acknowledge(quick)
            year.at(at_nine(issue, 1) + timedelta(hours=1)).work()
        year.at(at_nine(issue, 2) + timedelta(hours=1)).work()
        if number % 4 == 3:
            year.acknowledge(quick)
        year.at(at_nine(issue, 5)).work()
        year.acknowledge(slow, How.EMAIL)
        for spoc in spocs:
            *_, old, new = year.known[spoc.user.email]
            monday = issue.in_force_from
            assert [passes(spoc, old, monday - INSTANT), passes(spoc, new, monday - INSTANT)] == [True, False]
            assert [passes(spoc, new, monday), passes(spoc, old, monday)] == [True, False]
            before = ISSUES[number - 1].in_force_from if number else issue_covering(monday - INSTANT).in_force_from
            assert judged_by(spoc, 4) == [before, before, monday, monday]
    for address in addresses:
        assert year.order[address] == [DOCUMENT, UNLOCK] * (len(ISSUES) + 1)
        assert len(set(year.known[address])) == len(ISSUES) + 1
    reminded = [letter.to for letter in year.office.letters if "please acknowledge" in str(letter.email["Subject"])]
    assert set(reminded) == {slow.user.email}
    assert len(reminded) == 2 * 9, "Thursday and Friday, but not where the document came on Friday itself"
    assert len(year.office.ids()) == len(set(year.office.ids()))
    each = Counter(Copy.objects.values_list("spoc", "code__issued_on"))
    assert (set(each.values()), len(each)) == ({1}, 2 * (len(ISSUES) + 1)), "one copy of each code, and nothing over"
    assert set(Notice.objects.values_list("state", flat=True)) == {State.SENT}, "nothing waits, nothing is uncertain"


@pytest.mark.req("A6", "A9", "A12", "B3")
def test_a_newcomer_and_a_changed_code_in_between(year: Year) -> None:
    old_hand = SpocWithPlanFactory(prime=ContractFactory().prime)
    year.work()
    year.acknowledge(old_hand)
    newcomer = SpocWithPlanFactory(prime=old_hand.prime, started_on=clock.today())
    year.work()
    year.acknowledge(newcomer)
    stops_at = clock.now() + timedelta(hours=2)
    services.replace_code(
        prime_id=old_hand.prime_id, stops_at=stops_at, reason="Seen.", at=clock.now(), actor=UserFactory()
    )
    year.work()
    for spoc in (old_hand, newcomer):
        year.acknowledge(spoc)
    year.at(at_nine(ISSUES[0])).work()
    for spoc in (old_hand, newcomer):
        year.acknowledge(spoc)
        first, second, third = year.known[spoc.user.email]
        moments = (stops_at - INSTANT, stops_at, ISSUES[0].in_force_from - INSTANT, ISSUES[0].in_force_from)
        assert [[passes(spoc, code, moment) for code in (first, second, third)] for moment in moments] == [
            [True, False, False], [False, True, False], [False, True, False], [False, False, True],
        ]  # fmt: skip
        assert year.order[spoc.user.email] == [DOCUMENT, UNLOCK] * 3
