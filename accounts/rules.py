"""Who people are to the console, and when their session ends (G1). Pure: no Django, no database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Role(StrEnum):
    AGENT = "agent"
    TEAM_LEADER = "team leader"
    BMT = "business management team"
    SPOC = "single point of contact"
    PERFORMANCE_MANAGER = "performance manager"
    AUDITOR = "auditor"


class Ended(StrEnum):
    """Why a session ended without its owner signing out. The value stands in the sign-in page's address."""

    IDLE = "idle"
    TOO_LONG = "too-long"
    ELSEWHERE = "elsewhere"
    UNFINISHED = "unfinished"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105


ENDED_WORDS = {
    Ended.IDLE: "you had not used the console for a while",
    Ended.TOO_LONG: "everyone has to sign in again each working day",
    Ended.ELSEWHERE: "you signed in somewhere else, or your account was changed",
    Ended.UNFINISHED: "signing in took too long",
    Ended.WRONG_PASSWORD: "your present password was entered wrongly too many times",
}


@dataclass(frozen=True)
class SessionLimits:
    """How long a session lasts, in seconds: unused, in all, and before the second factor is passed."""

    idle: int
    absolute: int
    signing_in: int


@dataclass(frozen=True)
class SessionFacts:
    """A session as it stands: moments are seconds since 1970."""

    started: float
    seen: float
    verified: bool
    newest: bool


def why_ended(facts: SessionFacts, *, now: float, limits: SessionLimits) -> Ended | None:
    """Why this session is over, or None while it may go on (G1)."""
    if not facts.verified:
        return Ended.UNFINISHED if now - facts.started >= limits.signing_in else None
    if not facts.newest:
        return Ended.ELSEWHERE
    if now - facts.started >= limits.absolute:
        return Ended.TOO_LONG
    return Ended.IDLE if now - facts.seen >= limits.idle else None


def too_soon(until: datetime, *, now: datetime, machine_now: datetime) -> str:
    """What somebody is told whose code came too soon after a wrong one. `until` is by the machine's clock.

    A short wait is said in seconds; a longer one by the console's clock, which a demonstration runs ahead.
    """
    wait = until - machine_now
    if wait > timedelta(minutes=1):
        again = now + wait + timedelta(minutes=1)
        day = "" if again.date() == now.date() else f" on {again.day} {again:%B}"
        return f"Wrong codes were entered several times. Try again at {again:%H:%M}{day}"
    seconds = max(1, -(-wait // timedelta(seconds=1)))
    counted = "1 second" if seconds == 1 else f"{seconds} seconds"
    return f"The code before this one was wrong. Wait {counted}, then enter a code again"
