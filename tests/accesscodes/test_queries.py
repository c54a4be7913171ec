"""Each service takes the same number of queries, however long the history."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accesscodes import services
from accesscodes.rules.calendar import LONDON
from tests.accesscodes.factories import AccessCodeFactory, ChallengeFactory

NOW = datetime(2026, 11, 23, 10, tzinfo=LONDON)


@pytest.mark.req("A2", "A3")
@pytest.mark.django_db
@pytest.mark.parametrize("history", [0, 30])
def test_drawing_and_answering(history: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    code = AccessCodeFactory(at=NOW)
    for months in range(1, history // 5):
        AccessCodeFactory(prime=code.prime, at=NOW - timedelta(days=31 * months))
    for hours in range(history, 0, -1):
        ChallengeFactory(code=code, drawn_at=NOW - timedelta(hours=hours), answered=hours == 1)
    # Savepoint, lock, code, hold, latest, write, record, release.
    with django_assert_num_queries(8):
        challenge = services.draw_challenge(prime_id=code.prime_id, at=NOW, chain="call:A", actor=None)
    # Savepoint, lock of the challenge and of the prime, which code, hold, the code, last month's, write, record; when
    # released, when replaced, when a month ended a hold, the newest results; release.
    for said in (["x", "x", "x"], ["x"] * 100):
        challenge = services.draw_challenge(prime_id=code.prime_id, at=NOW, chain="call:A", actor=None)
        with django_assert_num_queries(14):
            services.answer_challenge(challenge_id=challenge.pk, said=said, at=NOW, chain="call:A", actor=None)
