import pytest

from accesscodes.rules.watch import Kind, Limits, after_a_failure, heard, in_a_row

pytestmark = pytest.mark.req("A13")
LIMITS = Limits(alert=3, hold=5)


@pytest.mark.parametrize(
    ("newest_first", "count"),
    [([], 0), ([True], 0), ([False], 1), ([False, False, True, False], 2), ([True, False, False], 0), ([False] * 5, 5)],
)
def test_failures_are_counted_back_to_the_last_pass(newest_first: list[bool], count: int) -> None:
    assert in_a_row(newest_first) == count


@pytest.mark.parametrize(
    ("streak", "kinds"),
    [(1, ()), (2, ()), (3, (Kind.FAILURES,)), (4, ()), (5, (Kind.ON_HOLD,)), (6, (Kind.ON_HOLD,))],
)
def test_the_third_alerts_once_and_the_fifth_holds(streak: int, kinds: tuple[Kind, ...]) -> None:
    assert after_a_failure(streak, LIMITS) == kinds


def test_both_numbers_may_be_the_same() -> None:
    assert after_a_failure(1, Limits(1, 1)) == (Kind.FAILURES, Kind.ON_HOLD)


@pytest.mark.parametrize(
    ("said", "positions"),
    [(("a", "b", "c"), (2, 5, 8)), (("", "", ""), ()), (("a", "", "c"), (2, 8)), ((), ()), (("a",) * 9, (2, 5, 8))],
)
def test_only_what_was_said_was_heard(said: tuple[str, ...], positions: tuple[int, ...]) -> None:
    assert heard((2, 5, 8), said) == positions
