"""Two failures at once must not miss the third or the fifth (A13). The control shows the race without the lock."""

from datetime import datetime

import pytest

from accesscodes import services
from accesscodes.models import AccessCode, Alert, Challenge, Hold
from accesscodes.rules.calendar import LONDON
from accesscodes.rules.watch import Kind
from accesscodes.services import checking
from tests.accesscodes.factories import AccessCodeFactory, ChallengeFactory
from tests.accesscodes.racing import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("A13")]
NOW = datetime(2026, 11, 23, 10, tzinfo=LONDON)


def fail(challenge: Challenge) -> bool:
    return services.answer_challenge(
        challenge_id=challenge.pk, said=["x", "x", "x"], at=NOW, chain=f"call:{challenge.pk}", actor=None
    )


def two_at_once(code: AccessCode, *, after: int) -> None:
    for _ in range(after):
        fail(ChallengeFactory(code=code, prime=code.prime, drawn_at=NOW))
    first, second = (ChallengeFactory(code=code, prime=code.prime, drawn_at=NOW) for _ in range(2))
    _, rival = race(lambda: fail(first), lambda: fail(second))
    assert rival.error is None


@pytest.mark.parametrize(("after", "kinds"), [(1, [Kind.FAILURES]), (3, [Kind.FAILURES, Kind.ON_HOLD])])
def test_the_second_of_two_counts_the_first(after: int, kinds: list[Kind]) -> None:
    code = AccessCodeFactory(at=NOW)
    two_at_once(code, after=after)
    assert list(Alert.objects.order_by("id").values_list("kind", flat=True)) == kinds
    assert Hold.objects.exists() is (Kind.ON_HOLD in kinds)


@pytest.mark.parametrize("after", [1, 3])
def test_control_without_the_lock_both_miss_it(after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    code = AccessCodeFactory(at=NOW)
    monkeypatch.setattr(checking, "lock_prime", lambda prime_id: None)
    two_at_once(code, after=after)
    newest = Kind.FAILURES if after == 1 else Kind.ON_HOLD
    assert not Alert.objects.filter(kind=newest).exists()
