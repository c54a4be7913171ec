"""Failed checks in a row, and the hold that follows (A13)."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accesscodes import emails, services, watch
from accesscodes.models import AccessCode, Alert, Challenge, Hold
from accesscodes.rules.watch import Kind
from accounts.models import User
from accounts.rules import Role
from audit.actions import Action
from audit.models import AuditEvent
from notices.kinds import NotWanted
from notices.models import Notice
from providers.models import Spoc
from tests.accesscodes.factories import AccessCodeFactory, ChallengeFactory, characters
from tests.accesscodes.watched import BEFORE, MINUTE, MONTH, NOW, TEXT, Clock, check, kinds
from tests.accounts.factories import UserFactory
from tests.providers.factories import SpocWithPlanFactory

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
    spoc = SpocWithPlanFactory(prime=code.prime)
    SpocWithPlanFactory()
    SpocWithPlanFactory(prime=code.prime, started_on=NOW.date() - MONTH, ended_on=NOW.date() - timedelta(days=1))
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
    SpocWithPlanFactory(prime=code.prime)
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


def test_failures_with_a_new_code_count_past_the_moment_that_was_first_set_for_it(clock: Clock) -> None:
    code = AccessCodeFactory(at=NOW, text=TEXT)
    for _ in range(5):
        check(code, clock)
    later = NOW + 20 * MINUTE
    asked = {"prime_id": code.prime_id, "reason": "Guessed at.", "actor": UserFactory()}
    services.replace_code(stops_at=later, at=clock(), **asked)
    now = clock()
    new = services.replace_code(stops_at=now, at=now, **asked)
    for _ in range(4):
        check(new, clock)
    clock.at = later
    check(new, clock)
    assert watch.on_hold(code.prime_id, clock.at)
