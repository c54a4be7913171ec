"""Changing a prime's code before its month is over (B3; WP 51 to 53; MWA 45 to 47)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.actions import Action
from audit.services import record
from notices.services import post
from providers.selectors import present_spocs

from .. import emails, selectors
from ..models import AccessCode, Replacement
from ..rules.calendar import issue_covering
from .checking import NoCodeInForce
from .issuing import copy_to_all
from .locks import lock_prime
from .making import CodeExists, make_code
from .watching import end_by_new_code


class BadMoment(ValueError):
    """A code stops now or later, and before the next month's comes into force by itself."""


class MomentTaken(BadMoment):
    """A code of the prime begins, or was to begin, at that very moment."""


class AlreadyReplaced(RuntimeError):
    """Another code is taking its place, or has taken it."""


class NoReason(ValueError):
    """Why a code is changed is recorded with it (B3)."""


@transaction.atomic
def replace_code(
    *, prime_id: int, stops_at: datetime, reason: str, actor: User | None, at: datetime, code_id: int | None = None
) -> AccessCode:
    """Stop a prime's code at a stated moment, and have a new one in force from the same moment (B3).

    The SPoCs are told, and sent the new code by the same two emails. `code_id` is the code that whoever asks has seen:
    asked twice, it is replaced once. A code that stops later already can be stopped now: the one that was to follow is
    given up with it, and the new one takes the place of both (decision 0185).
    Raises NoReason, BadMoment, MomentTaken, NoCodeInForce and AlreadyReplaced.
    """
    if not reason.strip():
        raise NoReason("A reason is needed to change a code.")
    if stops_at < at or issue_covering(stops_at) != issue_covering(at):
        raise BadMoment("A code stops now or later, and before the next issue is in force.")
    lock_prime(prime_id)
    old = _present(prime_id, at, code_id, now=stops_at <= at)
    coming = old.replaced_by.new if old.stopped_at is not None else None
    new = _make(old, stops_at, actor)
    for code in filter(None, (coming, old)):  # the one to follow first: the database lets no other stop be moved
        code.stopped_at = stops_at
        code.save(update_fields=["stopped_at"])
    end_by_new_code(old, at=stops_at, actor=actor)
    Replacement.objects.create(old=coming or old, new=new, reason=reason.strip(), decided_at=at, decided_by=actor)
    record(
        Action.CODE_REPLACED, chain=f"provider:{prime_id}", actor=actor, at=at, subject=f"code:{old.pk}",
        detail={"new": new.pk, "stops_at": stops_at.isoformat()} | ({"given_up": coming.pk} if coming else {}),
    )  # fmt: skip
    for spoc in present_spocs(at).filter(prime_id=prime_id):
        post(kind=emails.CHANGED, recipient_id=spoc.user_id, about=f"code:{new.pk}", at=at)
    copy_to_all(code=new, at=at, actor=actor)
    return new


def _make(old: AccessCode, stops_at: datetime, actor: User | None) -> AccessCode:
    try:
        return make_code(prime_id=old.prime_id, issued_on=old.issued_on, in_force_from=stops_at, actor=actor)
    except CodeExists as exists:
        raise MomentTaken("Another code has that moment.") from exists


def _present(prime_id: int, at: datetime, expected: int | None, *, now: bool) -> AccessCode:
    code_id = selectors.current_code_id(prime_id, at)
    if expected is not None and code_id != expected:
        raise AlreadyReplaced(f"Code {expected} is no longer in force.")
    if code_id is None:
        raise NoCodeInForce(f"Provider {prime_id} has no access code in force.")
    code = AccessCode.objects.select_related("replaced_by__new").get(pk=code_id)
    if code.stopped_at is not None and not now:
        raise AlreadyReplaced(f"Code {code_id} is already being replaced.")
    return code
