"""The team leader's rules: what help can be about, when a call is orphaned, and which outcomes its facts allow."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from circumstances.rules.advice import Comparison
from circumstances.rules.advice import Facts as AdviceFacts

from ..rules import Outcome, Standing, Then

MINUTE = timedelta(minutes=1)


class HelpReason(StrEnum):
    """What an agent wants help with."""

    ADVICE = "advice"
    CHECK = "check"
    CALLER = "caller"
    CONSOLE = "console"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _HELP_LABELS[self]


_HELP_LABELS = {
    HelpReason.ADVICE: "I am unsure of the advice",
    HelpReason.CHECK: "I am unsure about a security check",
    HelpReason.CALLER: "The caller is upset or asks for a manager",
    HelpReason.CONSOLE: "The console does not do what I expect",
    HelpReason.OTHER: "Something else",
}

# A National Insurance number however it is spaced, a telephone number, a date of birth: runs of digits and separators.
_IDENTIFYING = re.compile(r"[a-z]{2}\W*(?:\d\W*){6}[a-z]?|(?:\d\W{0,2}){5,}", re.IGNORECASE)


def names_somebody(words: str) -> bool:
    """Whether words that others will read hold something like a National Insurance or telephone number, or a date."""
    return _IDENTIFYING.search(words) is not None


_COMPARED = {
    Comparison.SAME: "The same",
    Comparison.DIFFERENT: "Different",
    Comparison.NOT_CHECKED: "Not checked",
    Comparison.NOT_HELD: "LMS holds none",
}


def facts_in_words(facts: AdviceFacts) -> tuple[tuple[str, str], ...]:
    """The facts that advice rests on, for a page: what is so, never what LMS holds (C9)."""
    yes = {True: "Yes", False: "No"}
    return (
        ("In receipt of benefit on the date", yes[facts.in_receipt]),
        ("Claim live when asked", yes[facts.live_now]),
        ("Address", _COMPARED[facts.address]),
        ("Contact numbers", _COMPARED[facts.phone]),
    )


@dataclass(frozen=True)
class Presence:
    """What is known of a holder's being there: `seen_at` is when a page was last asked for; None where not noted."""

    signed_in: bool
    seen_at: datetime | None

    def absence(self, *, now: datetime, limit: timedelta) -> str:
        """Why a call of this holder counts as orphaned, in words for the board; nothing where it does not."""
        if not self.signed_in:
            return "Signed out"
        if self.seen_at is not None and now - self.seen_at >= limit:
            return f"Not seen for {(now - self.seen_at) // MINUTE} minutes"
        return ""


@dataclass(frozen=True)
class Facts:
    """What decides how a call can have ended. `last` is the standing of the last participant, `then` what followed."""

    eligible: bool | None = None
    declined: bool = False
    code_passed: bool | None = None
    last: Standing | None = None
    then: Then | None = None
    finished: bool = False
    read_back_shown: bool = False


def true_outcomes(facts: Facts) -> tuple[Outcome, ...]:
    """The outcomes that a call which was left can truly have had (R3): the likeliest first, never one made up.

    A fact that decides a call leaves one. Otherwise the caller may have gone at any time; a call is completed only
    where the read-back was shown, and ended over a failed check only where the last participant failed.
    """
    if facts.eligible is False:
        return (Outcome.NOT_ELIGIBLE,)
    if facts.declined:
        return (Outcome.PURPOSE_DECLINED,)
    if facts.code_passed is False:
        return (Outcome.ACCESS_CODE_FAILED,)
    if facts.then is Then.END or (facts.then is None and facts.last is Standing.FAILED):
        return (Outcome.FAILED_CHECK, Outcome.ABANDONED)
    if facts.finished and facts.read_back_shown:
        return (Outcome.COMPLETED, Outcome.ABANDONED)
    return (Outcome.ABANDONED,)
