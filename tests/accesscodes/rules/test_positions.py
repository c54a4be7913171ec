from collections import Counter
from random import Random

import pytest

from accesscodes.rules import positions

pytestmark = pytest.mark.req("A2")


def test_every_set_is_three_different_rising_positions_of_eight() -> None:
    assert len(set(positions.EVERY)) == 56
    for first, second, third in positions.EVERY:
        assert 1 <= first < second < third <= 8


def test_all_56_sets_are_as_likely() -> None:
    rounds = 56 * 500
    counted = Counter(positions.draw(Random(seed)) for seed in range(rounds))
    chi_squared = sum((counted[each] - 500) ** 2 / 500 for each in positions.EVERY)
    assert chi_squared < 98  # 55 degrees of freedom: 98 is passed by chance 1 time in 3,000


def test_the_default_source_draws_every_set() -> None:
    assert {positions.draw() for _ in range(3_000)} == set(positions.EVERY)


def test_the_guidances_own_example() -> None:
    assert positions.in_words((2, 5, 8)) == "second, fifth and eighth"


def test_words() -> None:
    assert positions.in_words((1, 3, 4)) == "first, third and fourth"
    assert positions.in_words([6, 7]) == "sixth and seventh"
    assert positions.in_words([6]) == "sixth"


@pytest.mark.parametrize("position", [0, 9, -1])
def test_a_code_has_no_other_position(position: int) -> None:
    with pytest.raises(ValueError, match="8 characters"):
        positions.ordinal(position)
