"""Failed checks in a row, last month's code, and what one agent hears (A5, A13)."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accesscodes import emails, services, watch
from accesscodes.models import AccessCode, Alert, Challenge, Heard, Hold
from accesscodes.rules.calendar import LONDON
from accesscodes.rules.watch import Kind
from accounts.models import User
from accounts.rules import Role
from audit.actions import Action
from audit.models import AuditEvent
from notices.kinds import NotWanted
from notices.models import Notice
from providers.models import Spoc
from tests.accesscodes.factories import AccessCodeFactory, ChallengeFactory, characters
from tests.accounts.factories import UserFactory
from tests.providers.factories import SpocFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A13")]
NOW = datetime(2026, 11, 23, 10, tzinfo=LONDON)
MINUTE, MONTH = timedelta(minutes=1), timedelta(days=28)
TEXT, BEFORE = "AdfH2nQr", "7RqhDa46"


class Clock:
    """Each check is a minute after the one before."""

    at = NOW

    def __call__(self) -> datetime:
        self.at += MINUTE
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def code() -> AccessCode:
    return AccessCodeFactory(at=NOW, text=TEXT)


@pytest.fixture
def bmt() -> User:
    return UserFactory(role=Role.BMT)


def check(
    code: AccessCode,
    clock: Clock,
    said: str = "xxxxxxxx",
    *,
    agent: User | None = None,
    positions: tuple[int, ...] = (),
) -> Challenge:
    """One call's check, as if the code were `said`."""
    at = clock()
    challenge = ChallengeFactory(code=code, prime=code.prime, drawn_at=at, positions=list(positions or (2, 5, 8)))
    services.answer_challenge(
        challenge_id=challenge.pk, said=characters(said, challenge.positions), at=at, chain="call:A", actor=agent
    )
    challenge.refresh_from_db()
    return challenge


def kinds() -> list[str]:
    return list(Alert.objects.order_by("id").values_list("kind", flat=True))


def test_three_in_a_row_alert_and_five_put_the_code_on_hold(code: AccessCode, clock: Clock, bmt: User) -> None:
    UserFactory(role=Role.BMT, is_active=False)
    for raised in ([], [], [Kind.FAILURES], [Kind.FAILURES], [Kind.FAILURES, Kind.ON_HOLD]):
        check(code, clock)
        assert kinds() == raised
    assert watch.on_hold(code.prime_id, clock.at)
    actions = AuditEvent.objects.filter(chain=f"provider:{code.prime_id}").order_by("id")
    assert list(actions.values_list("action", flat=True)) == [
        Action.ALERT_RAISED, Action.CODE_HELD, Action.ALERT_RAISED
    ]  # fmt: skip
    told = Notice.objects.filter(kind=emails.ALERT)
    assert {notice.recipient_id for notice in told} == {bmt.pk}
    texts = [emails.alert(notice) for notice in told]
    assert all(code.prime.name in each.text for each in texts)
    assert not any(secret in each.text for each in texts for secret in (TEXT, "second", "eighth"))
    assert AuditEvent.objects.filter(action=Action.CHALLENGE_FAILED, chain="call:A").count() == 5


def test_a_right_answer_begins_the_count_anew(code: AccessCode, clock: Clock) -> None:
    for said in ("x" * 8, "x" * 8, TEXT, "x" * 8, "x" * 8):
        check(code, clock, said)
    assert kinds() == []


def test_another_providers_failures_are_its_own(code: AccessCode, clock: Clock) -> None:
    other = AccessCodeFactory(at=NOW)
    for each in (code, code, other, other):
        check(each, clock)
    assert kinds() == []


def put_on_hold(code: AccessCode, clock: Clock) -> Hold:
    for _ in range(5):
        check(code, clock)
    return Hold.objects.get(code=code, ended_at=None)


def test_on_hold_nothing_is_asked_and_nothing_judged_until_it_is_released(
    code: AccessCode, clock: Clock, bmt: User
) -> None:
    standing = ChallengeFactory(code=code, prime=code.prime, drawn_at=NOW)
    hold = put_on_hold(code, clock)
    with pytest.raises(services.CodeOnHold):
        services.draw_challenge(prime_id=code.prime_id, at=clock(), chain="call:B", actor=None)
    with pytest.raises(services.CodeOnHold), transaction.atomic():
        services.answer_challenge(
            challenge_id=standing.pk, said=characters(TEXT, [2, 5, 8]), at=clock(), chain="call:B", actor=None
        )
    standing.refresh_from_db()
    assert standing.answered_at is None
    with pytest.raises(services.NoReasonToRelease):
        services.release(hold_id=hold.pk, reason="  ", at=clock(), actor=bmt)
    services.release(hold_id=hold.pk, reason="The SPoC has told everyone.", at=clock(), actor=bmt)
    with pytest.raises(services.HoldOver):
        services.release(hold_id=hold.pk, reason="Again", at=clock(), actor=bmt)
    assert not watch.on_hold(code.prime_id, clock())
    check(code, clock)
    assert kinds() == [Kind.FAILURES, Kind.ON_HOLD], "counted from the release on"
    assert check(code, clock, TEXT).passed
    put_on_hold(code, clock)
    assert Hold.objects.count() == 2


def test_the_spocs_are_told_of_a_hold_and_of_its_release(code: AccessCode, clock: Clock, bmt: User) -> None:
    spoc = SpocFactory(prime=code.prime)
    SpocFactory(), SpocFactory(prime=code.prime, started_on=NOW.date() - MONTH, ended_on=NOW.date() - timedelta(days=1))
    hold = put_on_hold(code, clock)
    with time_machine.travel(clock(), tick=False):
        notice = Notice.objects.get(kind=emails.HELD)
        assert (notice.recipient_id, notice.about) == (spoc.user_id, f"hold:{hold.pk}")
        told = emails.held(notice)
        assert "is on hold since Monday 23 November 2026 at 10:05" in told.text
        assert not [secret for secret in (TEXT, "second", "eighth") if secret in told.text]
    services.release(hold_id=hold.pk, reason="Told.", at=clock(), actor=bmt)
    with time_machine.travel(clock(), tick=False):
        with pytest.raises(NotWanted):
            emails.held(notice)
        assert "with the same code as before" in emails.released(Notice.objects.get(kind=emails.RELEASED)).text
        Spoc.objects.filter(pk=spoc.pk).update(ended_on=NOW.date())
        with pytest.raises(NotWanted):
            emails.released(Notice.objects.get(kind=emails.RELEASED))


def test_a_hold_that_is_not_written_tells_nobody(code: AccessCode, clock: Clock) -> None:
    SpocFactory(prime=code.prime)
    with transaction.atomic():
        put_on_hold(code, clock)
        assert Notice.objects.filter(kind=emails.HELD).exists(), "control: it was to be sent"
        transaction.set_rollback(True)
    assert not Notice.objects.filter(kind=emails.HELD).exists()


@pytest.mark.parametrize("said", [TEXT, "xxxxxxxx"], ids=["right", "wrong"])
def test_an_answer_that_waited_behind_the_fifth_failure_is_not_judged(
    code: AccessCode, clock: Clock, said: str
) -> None:
    standing = ChallengeFactory(code=code, prime=code.prime, drawn_at=NOW)
    hold = put_on_hold(code, clock)
    sent = hold.held_at - timedelta(seconds=1)  # by its own clock; the prime's row was locked meanwhile
    with pytest.raises(services.CodeOnHold), transaction.atomic():
        services.answer_challenge(
            challenge_id=standing.pk, said=characters(said, [2, 5, 8]), at=sent, chain="call:B", actor=None
        )
    standing.refresh_from_db()
    assert standing.answered_at is None


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=2)])
def test_a_new_code_ends_the_hold_when_it_comes_into_force(
    code: AccessCode, clock: Clock, bmt: User, later: timedelta
) -> None:
    hold = put_on_hold(code, clock)
    at = clock()
    new = services.replace_code(prime_id=code.prime_id, stops_at=at + later, reason="Known", actor=bmt, at=at)
    hold.refresh_from_db()
    assert (hold.ended_at, hold.ended_how) == (at + later, "a new code")
    assert watch.on_hold(code.prime_id, at) is bool(later)
    clock.at = at + later
    assert not watch.on_hold(code.prime_id, clock.at)
    check(new, clock)
    assert len(kinds()) == 2, "the failures with the old code do not count against the new one"


def test_five_failures_and_not_one_put_the_next_months_code_on_hold(code: AccessCode, clock: Clock) -> None:
    put_on_hold(code, clock)
    clock.at = NOW + MONTH
    following = AccessCodeFactory(at=clock.at, prime=code.prime, text=BEFORE)
    for _ in range(4):
        check(following, clock)
        assert not watch.on_hold(code.prime_id, clock.at)
    check(following, clock)
    assert watch.on_hold(code.prime_id, clock.at)


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


class TestTheDatabase:
    """What it refuses when the services are gone round."""

    @pytest.fixture
    def hold(self, code: AccessCode, clock: Clock) -> Hold:
        return put_on_hold(code, clock)

    def refused(self, write: object) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()  # type: ignore[operator]

    def test_a_pass_under_a_code_on_hold(self, hold: Hold, code: AccessCode, clock: Clock) -> None:
        def write(at: datetime) -> Challenge:
            return ChallengeFactory(code=code, prime=code.prime, drawn_at=at, answered=True)

        self.refused(lambda: write(clock.at))
        assert write(NOW - MINUTE * 9).passed, "control: before the hold it goes through"

    def test_a_second_open_hold_and_one_of_another_prime(self, hold: Hold, code: AccessCode, clock: Clock) -> None:
        other = ChallengeFactory(code=code, prime=code.prime)
        self.refused(lambda: Hold.objects.create(prime=code.prime, code=code, challenge=other, held_at=clock()))

    @pytest.mark.parametrize(
        "bad",
        [
            {"ended_at": NOW},
            {"ended_at": NOW, "ended_how": "released"},
            {"ended_at": NOW, "ended_how": "released", "reason": ""},
            {"ended_at": NOW, "ended_how": "forgotten", "reason": "x"},
            {"reason": "x"},
            {"held_at": NOW},
        ],
    )
    def test_a_hold_that_ends_without_who_how_and_why(self, hold: Hold, bad: dict[str, object]) -> None:
        self.refused(lambda: Hold.objects.update(**bad))

    def test_what_was_watched_changed_or_taken_away(self, hold: Hold) -> None:
        for rows in (Hold.objects, Alert.objects):
            self.refused(rows.all().delete)
        self.refused(lambda: Alert.objects.update(kind=Kind.HEARD.value))
        self.refused(lambda: Challenge.objects.update(last_months=True))
