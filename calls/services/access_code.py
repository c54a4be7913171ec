"""The provider's access code: drawn once, tried once (A2 to A4)."""

from collections.abc import Sequence

from accesscodes.services import NoCodeInForce, answer_challenge, draw_challenge

from ..rules import Outcome
from ..state import recorded
from .opening import end
from .turn import Turn


def draw(turn: Turn) -> None:
    """Draw the call's three positions, to be asked for as long as the call lasts (A2).

    A provider whose code has stopped since its caller was found eligible cannot be checked: the call ends.
    """
    try:
        challenge = draw_challenge(
            prime_id=recorded(turn.call.prime_id), at=turn.at, chain=turn.chain, actor=turn.actor
        )
    except NoCodeInForce:
        end(turn, Outcome.ACCESS_CODE_FAILED)
        return
    turn.call.challenge = challenge
    turn.save("challenge")


def answer(turn: Turn, *, said: Sequence[str]) -> None:
    """Try the three characters, once (A3): right, and the call goes on; anything else ends it.

    A code that was replaced since the positions were drawn is asked for at the same places of the new one (A2, B3).
    One that was stopped with none after it leaves nothing to check by: that ends the call too.
    """
    challenge = recorded(turn.call.challenge)
    try:
        passed = answer_challenge(challenge_id=challenge.pk, said=said, at=turn.at, chain=turn.chain, actor=turn.actor)
    except NoCodeInForce:
        passed = False
    challenge.refresh_from_db()  # the page that follows is found from it
    if not passed:
        end(turn, Outcome.ACCESS_CODE_FAILED)
