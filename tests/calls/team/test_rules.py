"""The team leader's rules, without a database."""

from datetime import timedelta
from itertools import product

import pytest

from calls.rules import Outcome, Standing, Then
from calls.team.rules import Facts, Presence, names_somebody, true_outcomes
from tests.calls.desk import OPEN_HOURS

MINUTES = timedelta(minutes=10)


@pytest.mark.req("R3")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(), (Outcome.ABANDONED,)),
        (Facts(eligible=False), (Outcome.NOT_ELIGIBLE,)),
        (Facts(eligible=True, declined=True), (Outcome.PURPOSE_DECLINED,)),
        (Facts(eligible=True, code_passed=False), (Outcome.ACCESS_CODE_FAILED,)),
        (Facts(eligible=True, code_passed=True, last=Standing.FAILED), (Outcome.FAILED_CHECK, Outcome.ABANDONED)),
        (Facts(code_passed=True, last=Standing.FAILED, then=Then.END), (Outcome.FAILED_CHECK, Outcome.ABANDONED)),
        (Facts(code_passed=True, last=Standing.FAILED, then=Then.ANOTHER), (Outcome.ABANDONED,)),
        (Facts(code_passed=True, last=Standing.ADVISED, then=Then.FINISH, finished=True), (Outcome.ABANDONED,)),
        (
            Facts(code_passed=True, last=Standing.ADVISED, then=Then.FINISH, finished=True, read_back_shown=True),
            (Outcome.COMPLETED, Outcome.ABANDONED),
        ),
    ],
)
def test_the_outcomes_that_the_facts_allow(facts: Facts, expected: tuple[Outcome, ...]) -> None:
    assert true_outcomes(facts) == expected


@pytest.mark.req("R3")
def test_no_combination_of_facts_is_without_an_outcome_or_completed_without_a_read_back() -> None:
    known = (None, True, False)
    for eligible, declined, passed, last, then, finished, shown in product(
        known, (True, False), known, (None, *Standing), (None, *Then), (True, False), (True, False)
    ):
        facts = Facts(eligible, declined, passed, last, then, finished, shown)
        allowed = true_outcomes(facts)
        assert allowed
        assert Outcome.COMPLETED not in allowed or (finished and shown and then is not Then.END)
        assert passed is not False or Outcome.COMPLETED not in allowed


@pytest.mark.req("R5")
@pytest.mark.parametrize(
    ("presence", "expected"),
    [
        (Presence(signed_in=True, seen_at=OPEN_HOURS - MINUTES + timedelta(seconds=1)), ""),
        (Presence(signed_in=True, seen_at=OPEN_HOURS - MINUTES), "Not seen for 10 minutes"),
        (Presence(signed_in=True, seen_at=None), ""),
        (Presence(signed_in=False, seen_at=OPEN_HOURS), "Signed out"),
    ],
)
def test_a_call_is_orphaned_when_its_holder_is_gone(presence: Presence, expected: str) -> None:
    assert presence.absence(now=OPEN_HOURS, limit=MINUTES) == expected


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("QQ 12 34 56 C says otherwise", True),
        ("qq123456c", True),
        ("born 06/11/1987", True),
        ("ring 020 7946 0018", True),
        ("The third question of 3, after 20 minutes", False),
        ("WP08 or PRE01?", False),
        ("", False),
    ],
)
def test_words_that_others_read_name_nobody(words: str, told: bool) -> None:
    assert names_somebody(words) is told
