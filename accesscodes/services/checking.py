"""Asking for three characters and judging the answer (A2 to A5). Nothing here returns a code.

`chain` is the audit chain of the call, "call:REF". Every service is one transaction, inside the caller's if any.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce

from accounts.models import User
from audit.actions import Action
from audit.services import record
from core import clock

from .. import sealing, selectors
from ..models import AccessCode, Challenge
from ..rules import positions
from ..rules.compare import same_characters
from ..rules.repeat import Asked, positions_to_repeat
from .locks import lock_prime
from .watching import note_failure, note_heard


class NoCodeInForce(LookupError):
    """The prime has no code in force: none was made for this cycle, or it was stopped."""


class CodeOnHold(NoCodeInForce):
    """The code in force cannot be used until BMT releases it or issues a new one (A13)."""


class AlreadyAnswered(RuntimeError):
    """One try a call: the challenge has its answer (A3)."""


class NotDemonstration(RuntimeError):
    """A code is shown to nobody outside demonstration mode (A5)."""


@transaction.atomic
def draw_challenge(*, prime_id: int, at: datetime, chain: str, actor: User | None) -> Challenge:
    """Choose and keep the three positions to ask a caller of this prime for (A2; WP 22; MWA 16).

    Positions left unanswered or answered wrongly in the last 24 hours are asked again. The prime's row is locked,
    so that two calls at once agree. Draw once a call and keep the id. Raises NoCodeInForce, and CodeOnHold.
    """
    lock_prime(prime_id)
    _usable_code(prime_id, at)  # without one there is nothing to ask for
    latest = _latest_challenge(prime_id)
    repeated = positions_to_repeat(_asked(latest) if latest else None, now=at)
    challenge = Challenge.objects.create(
        prime_id=prime_id, drawn_at=at, drawn_by=actor, positions=list(repeated or positions.draw())
    )
    record(
        Action.CHALLENGE_DRAWN, chain=chain, actor=actor, at=at, subject=f"challenge:{challenge.pk}",
        detail={"prime": prime_id, "repeated": repeated is not None},
    )  # fmt: skip
    return challenge


@transaction.atomic
def answer_challenge(*, challenge_id: int, said: Sequence[str], at: datetime, chain: str, actor: User | None) -> bool:
    """Judge the three characters together by the code in force at `at`, case included (A3, A6, B3; WP 23).

    Only whether they were right is kept, and by which code (A5); if wrong, whether they were last month's (A13). A code
    that changed since the positions were drawn makes no difference: the caller is asked for the same places of the new
    one. Raises AlreadyAnswered, and NoCodeInForce or CodeOnHold where there is none to judge by: nothing is judged.
    """
    challenge = Challenge.objects.select_for_update(of=("self",), no_key=True).get(pk=challenge_id)
    if challenge.answered_at is not None:
        raise AlreadyAnswered(f"Challenge {challenge_id} has been answered.")
    lock_prime(challenge.prime_id)  # a code being replaced is either the old one or the new one, for everybody
    challenge.code = AccessCode.objects.get(pk=_usable_code(challenge.prime_id, at))
    challenge.passed, challenge.last_months = _judge(challenge.code, challenge.positions, said, at)
    challenge.answered_at = at
    challenge.save(update_fields=["code", "answered_at", "passed", "last_months"])
    record(
        Action.CHALLENGE_PASSED if challenge.passed else Action.CHALLENGE_FAILED,
        chain=chain, actor=actor, at=at, subject=f"challenge:{challenge_id}",
        detail={
            "prime": challenge.prime_id, "code": challenge.code.pk,
            **({"last_months": True} if challenge.last_months else {}),
        },
    )  # fmt: skip
    note_heard(challenge, said, at=at, agent=actor)
    if not challenge.passed:
        note_failure(challenge, at=at)
    return challenge.passed


def _judge(code: AccessCode, asked: Sequence[int], said: Sequence[str], at: datetime) -> tuple[bool, bool]:
    """Whether it is right, and if not whether last month's would be. Both comparisons are made, whatever comes out."""
    text, before = sealing.unseal(code), selectors.last_months_code(code.prime_id, at)
    earlier = sealing.unseal(before) if before else text
    right, was_right = same_characters(text, asked, said), same_characters(earlier, asked, said)
    return right, was_right and not right and before is not None


def demonstration_code(prime_id: int, *, at: datetime | None = None) -> str:
    """The prime's code in force, for the demonstration's crib card. Raises NotDemonstration and NoCodeInForce."""
    if not settings.DEMONSTRATION:
        raise NotDemonstration("Codes are shown in demonstration mode only.")
    return sealing.unseal(AccessCode.objects.get(pk=_code_in_force(prime_id, at or clock.now())))


def _usable_code(prime_id: int, at: datetime) -> int:
    """The code in force, unless it is on hold. The prime's row is locked. Raises NoCodeInForce and CodeOnHold."""
    code_id = _code_in_force(prime_id, at)
    if selectors.holds_not_over(at).filter(code=code_id).exists():
        raise CodeOnHold(f"The access code of provider {prime_id} is on hold.")
    return code_id


def _code_in_force(prime_id: int, at: datetime) -> int:
    code_id = selectors.current_code_id(prime_id, at)
    if code_id is None:
        raise NoCodeInForce(f"Provider {prime_id} has no access code in force.")
    return code_id


def _latest_challenge(prime_id: int) -> Challenge | None:
    """The prime's challenge that was drawn or answered last: of two at once, a late wrong answer counts."""
    last = Coalesce("answered_at", "drawn_at").desc()
    return Challenge.objects.filter(prime_id=prime_id).order_by(last, "-id").first()


def _asked(challenge: Challenge) -> Asked:
    first, second, third = challenge.positions
    return Asked((first, second, third), challenge.drawn_at, challenge.answered_at, challenge.passed)
