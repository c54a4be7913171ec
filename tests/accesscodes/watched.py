"""Checks that follow each other by a minute, for tests of what is watched."""

from datetime import datetime, timedelta

from accesscodes import services
from accesscodes.models import AccessCode, Alert, Challenge
from accesscodes.rules.calendar import LONDON
from accounts.models import User
from tests.accesscodes.factories import ChallengeFactory, characters

NOW = datetime(2026, 11, 23, 10, tzinfo=LONDON)
MINUTE, MONTH = timedelta(minutes=1), timedelta(days=28)
TEXT, BEFORE = "AdfH2nQr", "7RqhDa46"


class Clock:
    """Each check is a minute after the one before."""

    at = NOW

    def __call__(self) -> datetime:
        self.at += MINUTE
        return self.at


def check(
    code: AccessCode,
    clock: Clock,
    said: str = "xxxxxxxx",
    *,
    agent: User | None = None,
    positions: tuple[int, ...] = (),
) -> Challenge:
    """One call's check, as if the code were `said`."""
    at = clock()
    challenge = ChallengeFactory(code=code, prime=code.prime, drawn_at=at, positions=list(positions or (2, 5, 8)))
    services.answer_challenge(
        challenge_id=challenge.pk, said=characters(said, challenge.positions), at=at, chain="call:A", actor=agent
    )
    challenge.refresh_from_db()
    return challenge


def kinds() -> list[str]:
    return list(Alert.objects.order_by("id").values_list("kind", flat=True))
