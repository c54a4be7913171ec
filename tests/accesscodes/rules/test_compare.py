from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accesscodes.rules.compare import same_characters

pytestmark = pytest.mark.req("A3")
CODE = "AdfH2nQr"
ASKED = (2, 5, 8)
RIGHT = ("d", "2", "r")
anything = st.text(st.characters(codec=None), max_size=3)


def test_three_of_three() -> None:
    assert same_characters(CODE, ASKED, RIGHT)
    assert same_characters(CODE, ASKED, list(RIGHT))


def test_every_other_mix_of_right_and_wrong_fails() -> None:
    for flags in product([True, False], repeat=3):
        said = [right if flag else "x" for right, flag in zip(RIGHT, flags, strict=True)]
        assert same_characters(CODE, ASKED, said) is all(flags)


@given(st.lists(anything, max_size=5))
@example(["D", "2", "r"])
@example(["d", "2", "R"])
@example(["d2", "", "r"])
@example(["d", "2", "r", ""])
@example(["", "d", "2", "r"])
@example(["d", "2"])
@example(["2", "d", "r"])
@example(["d\0002", "", "r"])
@example(["d ", "2", "r"])
@example(["\u0501", "2", "r"])  # a Cyrillic letter that looks like d
@example(["\uff44", "\uff12", "\uff52"])  # full width
@example(["d\u0301", "2", "r"])
@example(["\ud800", "\udfff", "r"])
@example(["d", "٢", "r"])
@example([])
def test_nothing_else_passes_and_nothing_raises(said: list[str]) -> None:
    assert same_characters(CODE, ASKED, said) is (tuple(said) == RIGHT)
