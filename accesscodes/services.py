"""Making codes, asking for three characters and judging the answer (A1 to A6, A11). Nothing here returns a code.

`chain` is the audit chain of the call, "call:REF". Every service is one transaction, inside the caller's if any.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce

from accounts.models import User
from audit.actions import Action
from audit.services import record
from core import clock
from providers.models import Provider

from . import sealing, selectors
from .models import AccessCode, Challenge
from .rules import positions
from .rules.alphabet import make_text
from .rules.calendar import issue_covering
from .rules.compare import same_characters
from .rules.repeat import Asked, positions_to_repeat

TRIES_AT_A_UNIQUE_CODE = 20


class NoCodeInForce(LookupError):
    """The prime has no code in force: none was made for this cycle, or it was stopped."""


class CodeNoLongerInForce(LookupError):
    """The code that the challenge was drawn on has been stopped, replaced or destroyed since. Nothing was judged."""


class AlreadyAnswered(RuntimeError):
    """One try a call: the challenge has its answer (A3)."""


class CodeExists(RuntimeError):
    """The prime already has a code from this moment (A9)."""


class NotAPrime(ValueError):
    """Only a prime provider has an access code (A1)."""


class NoUniqueCode(RuntimeError):
    """No code that differs from every other was found: the source of randomness is broken."""


class NotDemonstration(RuntimeError):
    """A code is shown to nobody outside demonstration mode (A5)."""


@transaction.atomic
def make_code(
    *, prime_id: int, issued_on: date, in_force_from: datetime, actor: User | None,
    source: Callable[[], str] = make_text,
) -> AccessCode:  # fmt: skip
    """Make a prime's code for one cycle, unlike every other that is kept (A1, A6, A9).

    Raises NotAPrime, CodeExists (run again, it has no effect) and NoUniqueCode.
    """
    prime = _lock(prime_id)
    if prime is None or not prime.is_prime:
        raise NotAPrime(f"Provider {prime_id} is not a prime provider.")
    if AccessCode.objects.filter(prime_id=prime_id, in_force_from=in_force_from).exists():
        raise CodeExists(f"Provider {prime_id} has a code from {in_force_from:%d %B %Y %H:%M}.")
    code = AccessCode(
        prime_id=prime_id, issued_on=issued_on, in_force_from=in_force_from, made_at=clock.now(), made_by=actor
    )
    _save_unlike_others(code, source)
    record(Action.CODE_MADE, chain=f"provider:{prime_id}", actor=actor, subject=f"code:{code.pk}")
    return code


def make_present_code(*, prime_id: int, at: datetime, actor: User | None) -> AccessCode:
    """Make the code of the cycle that `at` lies in; it is in force at once. Raises as make_code does."""
    issue = issue_covering(at)
    return make_code(prime_id=prime_id, issued_on=issue.issued_on, in_force_from=issue.in_force_from, actor=actor)


def make_missing_codes(*, at: datetime, actor: User | None) -> int:
    """Make the present cycle's code for each prime with a contract that has none; how many were made."""
    made = 0
    for prime_id in selectors.primes_without_code(at):
        try:
            make_present_code(prime_id=prime_id, at=at, actor=actor)
            made += 1
        except CodeExists:
            continue  # somebody else has made it since: what was wanted
    return made


@transaction.atomic
def destroy_codes(*, older_than: datetime, at: datetime, actor: User | None) -> int:
    """Destroy what is kept of codes that came into force before `older_than`; how many (A11).

    A code of the present cycle is never destroyed. The row stays, for the challenges and dates that rest on it.
    """
    limit = min(older_than, issue_covering(at).in_force_from)
    codes = AccessCode.objects.select_for_update(no_key=True).filter(in_force_from__lt=limit, destroyed_at=None)
    # By prime, in the order in which whoever writes into the record of several providers does.
    destroyed = list(codes.order_by("prime_id", "id"))
    for code in destroyed:
        code.key_id, code.nonce, code.ciphertext, code.fingerprint, code.destroyed_at = "", b"", b"", None, at
        code.save(update_fields=["key_id", "nonce", "ciphertext", "fingerprint", "destroyed_at"])
        record(Action.CODE_DESTROYED, chain=f"provider:{code.prime_id}", actor=actor, subject=f"code:{code.pk}")
    return len(destroyed)


@transaction.atomic
def draw_challenge(*, prime_id: int, at: datetime, chain: str, actor: User | None) -> Challenge:
    """Choose and keep the three positions to ask a caller of this prime for (A2; WP 22; MWA 16).

    Positions left unanswered or answered wrongly in the last 24 hours are asked again. The prime's row is locked,
    so that two calls at once agree. Draw once a call and keep the id. Raises NoCodeInForce.
    """
    _lock(prime_id)
    code_id = selectors.current_code_id(prime_id, at)
    if code_id is None:
        raise NoCodeInForce(f"Provider {prime_id} has no access code in force.")
    latest = _latest_challenge(prime_id)
    repeated = positions_to_repeat(_asked(latest) if latest else None, now=at)
    challenge = Challenge.objects.create(
        prime_id=prime_id, code_id=code_id, drawn_at=at, drawn_by=actor, positions=list(repeated or positions.draw())
    )
    record(
        Action.CHALLENGE_DRAWN, chain=chain, actor=actor, at=at, subject=f"challenge:{challenge.pk}",
        detail={"prime": prime_id, "code": code_id, "repeated": repeated is not None},
    )  # fmt: skip
    return challenge


@transaction.atomic
def answer_challenge(*, challenge_id: int, said: Sequence[str], at: datetime, chain: str, actor: User | None) -> bool:
    """Judge the three characters together, case included, and keep only whether they were right (A3, A5; WP 23).

    Raises AlreadyAnswered, and CodeNoLongerInForce: then nothing is judged, and the caller is asked for the new code.
    """
    challenge = (
        Challenge.objects.select_for_update(of=("self",), no_key=True).select_related("code").get(pk=challenge_id)
    )
    if challenge.answered_at is not None:
        raise AlreadyAnswered(f"Challenge {challenge_id} has been answered.")
    if selectors.current_code_id(challenge.prime_id, at) != challenge.code_id:
        raise CodeNoLongerInForce(f"The code of challenge {challenge_id} is no longer in force.")
    challenge.passed = same_characters(sealing.unseal(challenge.code), challenge.positions, said)
    challenge.answered_at = at
    challenge.save(update_fields=["answered_at", "passed"])
    record(
        Action.CHALLENGE_PASSED if challenge.passed else Action.CHALLENGE_FAILED,
        chain=chain, actor=actor, at=at, subject=f"challenge:{challenge_id}", detail={"prime": challenge.prime_id},
    )  # fmt: skip
    return challenge.passed


def demonstration_code(prime_id: int, *, at: datetime | None = None) -> str:
    """The prime's code in force, for the demonstration's crib card. Raises NotDemonstration and NoCodeInForce."""
    if not settings.DEMONSTRATION:
        raise NotDemonstration("Codes are shown in demonstration mode only.")
    code_id = selectors.current_code_id(prime_id, at or clock.now())
    if code_id is None:
        raise NoCodeInForce(f"Provider {prime_id} has no access code in force.")
    return sealing.unseal(AccessCode.objects.get(pk=code_id))


def _lock(prime_id: int) -> Provider | None:
    return Provider.objects.select_for_update(no_key=True).filter(pk=prime_id).order_by().first()


def _latest_challenge(prime_id: int) -> Challenge | None:
    """The prime's challenge that was drawn or answered last: of two at once, a late wrong answer counts."""
    last = Coalesce("answered_at", "drawn_at").desc()
    return Challenge.objects.filter(prime_id=prime_id).order_by(last, "-id").first()


def _asked(challenge: Challenge) -> Asked:
    first, second, third = challenge.positions
    return Asked((first, second, third), challenge.drawn_at, challenge.answered_at, challenge.passed)


def _save_unlike_others(code: AccessCode, source: Callable[[], str]) -> None:
    for _ in range(TRIES_AT_A_UNIQUE_CODE):
        text = source()
        sealed = sealing.seal(text, prime_id=code.prime_id, in_force_from=code.in_force_from)
        code.key_id, code.nonce, code.ciphertext = sealed.key_id, sealed.nonce, sealed.ciphertext
        code.fingerprint = sealing.fingerprint(text)
        # A clash is skipped by the database itself, so that no error can quote a fingerprint.
        AccessCode.objects.bulk_create([code], ignore_conflicts=True)
        kept = AccessCode.objects.filter(prime_id=code.prime_id, in_force_from=code.in_force_from).only("id").first()
        if kept is not None:
            code.pk = kept.pk
            return
    raise NoUniqueCode("No unused access code was found.")
