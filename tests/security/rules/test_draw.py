from collections import Counter
from itertools import combinations, permutations
from random import Random

import pytest

from programmes.types import QuestionKind
from security.rules.draw import draw, rest, usable
from tests.security.factories import HELD

WP = tuple(QuestionKind)
MWA = tuple(kind for kind in QuestionKind if kind is not QuestionKind.PAYMENT_GROUP)
pytestmark = pytest.mark.req("S2", "S3")


def test_usable_is_what_the_programme_asks_and_lms_holds_for_every_combination() -> None:
    for questions in (WP, MWA):
        for size in range(len(HELD) + 1):
            for kinds in combinations(HELD, size):
                held = {kind: HELD[kind] for kind in kinds}
                assert set(usable(questions, held)) == set(questions) & set(kinds)


def test_mwa_never_asks_for_the_payment_group() -> None:
    assert QuestionKind.PAYMENT_GROUP not in usable(MWA, HELD)


def test_the_order_of_what_is_held_makes_no_difference() -> None:
    for order in permutations(list(HELD.items())[:4]):
        assert usable(WP, dict(order)) == usable(WP, HELD)[:4]
        assert rest(dict(order).keys(), ()) == usable(WP, HELD)[:4]


def test_every_usable_kind_is_as_likely() -> None:
    kinds = usable(WP, HELD)
    counted = Counter(draw(kinds, Random(seed)) for seed in range(6_000))
    assert sum((counted[kind] - 1_000) ** 2 / 1_000 for kind in WP) < 26  # 5 degrees of freedom: 1 in 10,000


def test_the_default_source_draws_every_kind() -> None:
    assert {draw(WP) for _ in range(500)} == set(WP)


def test_no_kind_comes_twice() -> None:
    for size in range(len(WP) + 1):
        for drawn in combinations(WP, size):
            assert set(rest(WP, drawn)) == set(WP) - set(drawn)


def test_nothing_is_drawn_from_nothing() -> None:
    with pytest.raises(IndexError):
        draw(())
