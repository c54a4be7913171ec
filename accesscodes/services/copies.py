"""Acknowledging a copy, and sending the present code again (A8, A12; WP 16, 45)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.actions import Action
from audit.services import record
from notices.models import Notice
from notices.rules import State
from notices.services import post
from providers.selectors import present_spocs

from .. import emails, selectors
from ..models import Copy
from ..rules.copies import How, has_arrived
from .checking import NoCodeInForce
from .issuing import make_copy
from .locks import lock_prime


class NotYetSent(RuntimeError):
    """The document is still in the outbox: nobody can have it yet."""


class Superseded(RuntimeError):
    """The copy was sent again since, or its code is over: another is the one to acknowledge."""


class NoPlan(RuntimeError):
    """The prime has no accepted security plan: how the code is kept comes before the code (E4)."""


class NotASpoc(LookupError):
    """Codes go to the prime's present SPoCs and to nobody else (A7)."""


@transaction.atomic
def acknowledge(*, copy_id: int, how: How, at: datetime, actor: User) -> Copy:
    """Record that a SPoC has its document; the unlock code then goes in an email of its own (A8).

    Acknowledged again it has no effect. Raises Copy.DoesNotExist, NotYetSent and Superseded.
    """
    copy = _lock(copy_id)
    if copy.acknowledged_at is None:
        if not emails.still_wanted(copy, user_id=copy.spoc.user_id, at=at):
            raise Superseded(f"Copy {copy_id} is not the present one.")
        if not has_arrived(_document(copy)):
            raise NotYetSent(f"The document of copy {copy_id} has not been sent.")
        copy.acknowledged_at, copy.acknowledged_how, copy.acknowledged_by = at, how.value, actor
        copy.save(update_fields=["acknowledged_at", "acknowledged_how", "acknowledged_by"])
        record(
            Action.CODE_ACKNOWLEDGED, chain=f"provider:{copy.code.prime_id}", actor=actor, at=at, subject=copy.about,
            detail={"how": how.value},
        )  # fmt: skip
        post(kind=emails.UNLOCK_CODE, recipient_id=copy.spoc.user_id, about=copy.about, at=at)
    return copy


@transaction.atomic
def send_again(*, spoc_id: int, after: int, at: datetime, actor: User) -> list[Copy]:
    """Send a SPoC a new document of each code that it should have: the present one, and one to come (A12).

    `after` is the newest copy that whoever asks has seen (0 for none): asked twice, it is sent once. The document sent
    before is not acknowledged any more, and has another unlock code. Raises NotASpoc, NoPlan, NoCodeInForce and
    Superseded.
    """
    spoc = present_spocs(at).filter(pk=spoc_id).first()
    if spoc is None:
        raise NotASpoc(f"Nobody is a SPoC by the number {spoc_id} today.")
    lock_prime(spoc.prime_id)
    if not selectors.spocs_to_send_to(at).filter(pk=spoc_id).exists():
        raise NoPlan(f"Provider {spoc.prime_id} has no accepted security plan.")
    newest = newest_copies(spoc_id)
    if max((copy.pk for copy in newest.values()), default=0) != after:
        raise Superseded(f"SPoC {spoc_id} has been sent another copy since.")
    codes = selectors.live_codes(spoc.prime_id, at)
    if not codes:
        raise NoCodeInForce(f"Provider {spoc.prime_id} has no access code in force or to come.")
    numbers = {code.pk: newest[code.pk].number + 1 if code.pk in newest else 1 for code in codes}
    record(
        Action.CODE_SENT_AGAIN, chain=f"provider:{spoc.prime_id}", actor=actor, at=at, subject=f"spoc:{spoc_id}",
        detail={"codes": list(numbers)},
    )  # fmt: skip
    return [make_copy(spoc=spoc, code=code, number=numbers[code.pk], at=at, actor=actor) for code in codes]


def newest_copies(spoc_id: int) -> dict[int, Copy]:
    """A SPoC's newest copy of each code, by code."""
    copies = Copy.objects.filter(spoc=spoc_id).order_by("code_id", "-number").distinct("code_id")
    return {copy.code_id: copy for copy in copies.defer("key_id", "nonce", "ciphertext")}


def _lock(copy_id: int) -> Copy:
    """The copy, with its prime's row and its own locked: in that order, as everywhere."""
    lock_prime(Copy.objects.values_list("code__prime_id", flat=True).get(pk=copy_id))
    copies = Copy.objects.select_for_update(of=("self",), no_key=True)
    return copies.select_related("spoc", "code").get(pk=copy_id)


def _document(copy: Copy) -> State | None:
    found = Notice.objects.filter(kind=emails.DOCUMENT, recipient=copy.spoc.user_id, about=copy.about).first()
    return found.state_now if found else None
