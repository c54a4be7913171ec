"""In what words a call's end is counted. A code that could not be tried was not failed by the caller (A3, A13)."""

from collections.abc import Iterator

from calls.rules import CODE_NOT_CHECKED, Outcome

UNDER_WAY = "Under way"


def _ends() -> Iterator[str]:
    for outcome in Outcome:
        yield outcome.label
        if outcome is Outcome.ACCESS_CODE_FAILED:
            yield CODE_NOT_CHECKED
    yield UNDER_WAY


ENDS = tuple(_ends())
"""Every end, in the order of the tables."""


def by_end(outcome: Outcome | None, calls: int, wrong_codes: int) -> Iterator[tuple[str, int]]:
    """How these calls ended, in words, and how many each: of those that ended at the code, so many had it wrong."""
    if outcome is not Outcome.ACCESS_CODE_FAILED:
        yield outcome.label if outcome else UNDER_WAY, calls
        return
    if wrong_codes:
        yield outcome.label, wrong_codes
    if calls > wrong_codes:
        yield CODE_NOT_CHECKED, calls - wrong_codes
