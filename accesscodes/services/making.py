"""Making codes and destroying old ones (A1, A6, A11). Nothing here returns a code."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from audit.actions import Action
from audit.services import record
from core import clock

from .. import sealing, selectors
from ..models import AccessCode
from ..rules.alphabet import make_text
from ..rules.calendar import issue_covering
from .locks import lock_prime

TRIES_AT_A_UNIQUE_CODE = 20


class CodeExists(RuntimeError):
    """The prime already has a code from this moment (A9)."""


class NotAPrime(ValueError):
    """Only a prime provider has an access code (A1)."""


class NoUniqueCode(RuntimeError):
    """No code that differs from every other was found: the source of randomness is broken."""


@transaction.atomic
def make_code(
    *, prime_id: int, issued_on: date, in_force_from: datetime, actor: User | None,
    source: Callable[[], str] = make_text,
) -> AccessCode:  # fmt: skip
    """Make a prime's code for one cycle, unlike every other that is kept (A1, A6, A9).

    Raises NotAPrime, CodeExists (run again, it has no effect) and NoUniqueCode.
    """
    prime = lock_prime(prime_id)
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

    What opened its documents goes with it. A code of the present cycle is never destroyed. The row stays, for the
    challenges and dates that rest on it.
    """
    limit = min(older_than, issue_covering(at).in_force_from)
    codes = AccessCode.objects.select_for_update(no_key=True).filter(in_force_from__lt=limit, destroyed_at=None)
    # By prime, in the order in which whoever writes into the record of several providers does.
    destroyed = list(codes.order_by("prime_id", "id"))
    for code in destroyed:
        code.key_id, code.nonce, code.ciphertext, code.fingerprint, code.destroyed_at = "", b"", b"", None, at
        code.save(update_fields=["key_id", "nonce", "ciphertext", "fingerprint", "destroyed_at"])
        code.copies.filter(destroyed_at=None).update(key_id="", nonce=b"", ciphertext=b"", destroyed_at=at)
        record(Action.CODE_DESTROYED, chain=f"provider:{code.prime_id}", actor=actor, subject=f"code:{code.pk}")
    return len(destroyed)


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
