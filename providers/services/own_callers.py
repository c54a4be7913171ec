"""The list of authorised callers, kept by the prime's own SPoC (E3, WP 16). What is done works from this moment on.

The SPoC, its prime and the supply chain are read again under the lock: a SPoC who was ended a moment ago, or an
organisation that has just left, is refused here whatever the page offered.
"""

from datetime import datetime
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core.clock import LONDON
from providers import own
from providers.models import AuthorisedCaller, Spoc
from providers.parts import AUTHORISED_CALLERS
from providers.selectors import spoc_of

from .keeping import add_part, change_part, one_writer_at_a_time

TWICE = (
    "This person is already an authorised caller of this organisation. If they are two people of the same name, add "
    "a middle name or initial"
)


class NotASpoc(Exception):
    """The person is no prime's single point of contact today."""


class AlreadyEnded(Exception):
    """The caller's authority is over."""


@transaction.atomic
def authorise_caller(*, full_name: str, company_id: int, actor: User, now: datetime) -> AuthorisedCaller:
    """Let someone call for the SPoC's own prime from today. Raises NotASpoc, or ValidationError by field."""
    spoc, today = spoc_under_lock(actor, now), now.astimezone(LONDON).date()
    company = next((each for each in own.companies_of(spoc.prime, today=today) if each.pk == company_id), None)
    if company is None:
        raise ValidationError({"company": "Select an organisation that is in your supply chain today"})
    values = {"company": company, "full_name": full_name, "starts_on": today}
    try:
        added = add_part(part=AUTHORISED_CALLERS, prime_id=spoc.prime_id, values=values, actor=actor, now=now)
    except ValidationError as refused:
        raise _in_words_for_a_spoc(refused) from None
    return cast("AuthorisedCaller", added)


@transaction.atomic
def end_caller(*, caller_id: int, version: int, reason: str, actor: User, now: datetime) -> AuthorisedCaller:
    """End a caller's authority now, for a reason.

    Raises NotASpoc, AuthorisedCaller.DoesNotExist (another prime's too), AlreadyEnded, Stale, or ValidationError.
    """
    spoc, today = spoc_under_lock(actor, now), now.astimezone(LONDON).date()
    row = own.caller(spoc.prime_id, caller_id)
    if row.ended_on is not None and row.ended_on <= today:
        raise AlreadyEnded
    if not reason.strip():
        raise ValidationError({"reason": "Enter why this person may not call any more"})
    # Someone who was to begin later never begins.
    values = {"ended_on": max(today, row.starts_on), "end_reason": reason.strip()}
    ended = change_part(
        part=AUTHORISED_CALLERS, prime_id=spoc.prime_id, row_id=row.pk, version=version, values=values, actor=actor,
        now=now, why=reason,
    )  # fmt: skip
    return cast("AuthorisedCaller", ended)


def spoc_under_lock(actor: User, now: datetime) -> Spoc:
    """The SPoC's own row, as it stands once all other changes of the list are done."""
    one_writer_at_a_time()
    found = spoc_of(actor.pk, now)
    if found is None:
        raise NotASpoc
    return found


def _in_words_for_a_spoc(refused: ValidationError) -> ValidationError:
    """The message about the same name twice says what a SPoC can do about it."""
    errors = refused.error_dict
    twice = AuthorisedCaller._meta.constraints
    [told] = [each.violation_error_message for each in twice if each.name == "caller_once"]
    return ValidationError(
        {
            name: [ValidationError(TWICE) if error.message == told else error for error in found]
            for name, found in errors.items()
        }
    )
