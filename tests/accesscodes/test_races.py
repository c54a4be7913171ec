"""Two calls at once, on two connections. Each guard has a control that shows the race without it."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError

from accesscodes import services
from accesscodes.models import AccessCode, Challenge
from accesscodes.rules import positions
from accesscodes.rules.calendar import LONDON
from accesscodes.rules.repeat import Asked, positions_to_repeat
from audit.models import AuditEvent
from tests.accesscodes.factories import AccessCodeFactory, ChallengeFactory, characters
from tests.accesscodes.racing import race
from tests.providers.factories import ProviderFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 23, 10, tzinfo=LONDON)
TEXT = "AdfH2nQr"
ROUNDS = 6


def draw(code: AccessCode, chain: str) -> Challenge:
    return services.draw_challenge(prime_id=code.prime_id, at=NOW, chain=chain, actor=None)


def draw_unguarded(code: AccessCode) -> Challenge:
    """What draw_challenge does, without the lock on the prime."""
    latest = Challenge.objects.filter(prime_id=code.prime_id).order_by("-id").first()
    asked = latest and Asked(tuple(latest.positions), latest.drawn_at, latest.answered_at, latest.passed)
    chosen = positions_to_repeat(asked, now=NOW) or positions.draw()
    return Challenge.objects.create(prime=code.prime, positions=list(chosen), drawn_at=NOW)


@pytest.mark.req("A2")
def test_two_calls_at_once_are_asked_for_the_same_positions() -> None:
    for _ in range(ROUNDS):
        code = AccessCodeFactory(at=NOW)
        first, rival = race(lambda code=code: draw(code, "call:A"), lambda code=code: draw(code, "call:B"))
        assert rival.waited
        assert rival.error is None
        assert rival.result.positions == first.positions
        assert rival.result.pk != first.pk


@pytest.mark.req("A2")
def test_control_without_the_lock_they_are_asked_for_different_ones() -> None:
    pairs = []
    for _ in range(ROUNDS):
        code = AccessCodeFactory(at=NOW)
        first, rival = race(lambda code=code: draw_unguarded(code), lambda code=code: draw_unguarded(code))
        assert not rival.waited
        pairs.append((first.positions, rival.result.positions))
    assert any(one != other for one, other in pairs)


@pytest.mark.req("A2")
def test_calls_of_two_primes_do_not_wait_for_each_other() -> None:
    mine, other = AccessCodeFactory(at=NOW), AccessCodeFactory(at=NOW)
    _, rival = race(lambda: draw(mine, "call:A"), lambda: draw(other, "call:B"))
    assert not rival.waited
    assert rival.error is None


def answer(challenge: Challenge, said: list[str], chain: str) -> bool:
    return services.answer_challenge(challenge_id=challenge.pk, said=said, at=NOW, chain=chain, actor=None)


@pytest.mark.req("A3")
@pytest.mark.parametrize("right_first", [True, False])
def test_a_double_click_gets_one_try(right_first: bool) -> None:
    challenge = ChallengeFactory(code=AccessCodeFactory(at=NOW, text=TEXT), drawn_at=NOW)
    right, wrong = characters(TEXT, challenge.positions), ["x", "x", "x"]
    one, other = (right, wrong) if right_first else (wrong, right)
    first, rival = race(lambda: answer(challenge, one, "call:A"), lambda: answer(challenge, other, "call:A"))
    assert first is right_first
    assert rival.waited
    assert isinstance(rival.error, services.AlreadyAnswered)
    assert Challenge.objects.get().passed is right_first
    assert AuditEvent.objects.count() == 1


@pytest.mark.req("A3")
def test_control_without_the_lock_the_database_refuses_the_second_answer() -> None:
    challenge = ChallengeFactory(code=AccessCodeFactory(at=NOW, text=TEXT), drawn_at=NOW)

    def answer_unguarded(passed: bool) -> None:
        found = Challenge.objects.get(pk=challenge.pk)
        assert found.answered_at is None, "the race is not there"
        found.code = AccessCode.objects.get()
        found.answered_at, found.passed = NOW + timedelta(seconds=passed), passed
        found.save()

    _, rival = race(lambda: answer_unguarded(False), lambda: answer_unguarded(True))
    assert isinstance(rival.error, IntegrityError)
    assert Challenge.objects.get().passed is False


@pytest.mark.req("A9")
def test_a_code_made_twice_at_once_is_made_once() -> None:
    prime = ProviderFactory(prime=True)

    def make() -> AccessCode:
        return services.make_present_code(prime_id=prime.pk, at=NOW, actor=None)

    first, rival = race(make, make)
    assert isinstance(rival.error, services.CodeExists)
    assert AccessCode.objects.get() == first
    assert AuditEvent.objects.count() == 1


@pytest.mark.req("A1")
def test_two_primes_given_the_same_text_at_once_end_with_different_codes() -> None:
    one, other = ProviderFactory(prime=True), ProviderFactory(prime=True)
    texts = iter(["AdfH2nQr", "AdfH2nQr", "7RqhDa46"])

    def make(prime_id: int) -> AccessCode:
        return services.make_code(
            prime_id=prime_id, issued_on=NOW.date(), in_force_from=NOW, actor=None, source=lambda: next(texts)
        )

    _, rival = race(lambda: make(one.pk), lambda: make(other.pk))
    assert rival.error is None
    assert len({bytes(code.fingerprint) for code in AccessCode.objects.all()}) == 2
