"""Taking the service from a prime for misuse, and giving it back on its assurance (E6; WP 5, 6; MWA 7, 8).

Both are told to every single point of contact of the prime. What was recorded is never reworded.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from audit import services as audit
from audit.actions import Action
from audit.models import AuditEvent
from core.clock import LONDON
from notices.services import post
from providers import emails, selectors
from providers.models import Provider, Withdrawal

from .keeping import checked, one_writer_at_a_time, say_why


class AlreadyWithdrawn(Exception):
    """The service is withdrawn from this prime already."""


class NotWithdrawn(Exception):
    """This withdrawal is over: the service was reinstated."""


@transaction.atomic
def withdraw(*, prime_id: int, reason: str, actor: User | None, now: datetime) -> Withdrawal:
    """From now on nobody can call for this prime; a call that is past the check of its caller may be finished.

    Raises Provider.DoesNotExist for what is no prime, AlreadyWithdrawn, or ValidationError by field.
    """
    one_writer_at_a_time()
    prime = Provider.objects.get(pk=prime_id, is_prime=True)
    if selectors.open_withdrawal(prime_id):
        raise AlreadyWithdrawn
    withdrawal = checked(Withdrawal(prime=prime, reason=reason.strip(), withdrawn_at=now))
    withdrawal.save()
    event = _record_and_tell(Action.SERVICE_WITHDRAWN, emails.WITHDRAWN, withdrawal, actor, now)
    say_why(event, withdrawal.reason)
    return withdrawal


@transaction.atomic
def reinstate(
    *, withdrawal_id: int, assured_by: str, assured_on: date, assurance: str, actor: User | None, now: datetime
) -> Withdrawal:
    """Give the service back at once, on what the provider assured, who did and when.

    Raises Withdrawal.DoesNotExist, NotWithdrawn, or ValidationError by field.
    """
    one_writer_at_a_time()
    withdrawal = Withdrawal.objects.select_related("prime").get(pk=withdrawal_id)
    if withdrawal.reinstated_at is not None:
        raise NotWithdrawn
    if now < withdrawal.withdrawn_at:
        raise ValidationError("The service is withdrawn from a later moment than now. It cannot be reinstated before")
    if assured_on < withdrawal.withdrawn_at.astimezone(LONDON).date():
        raise ValidationError({"assured_on": "The assurance must have been given after the service was withdrawn"})
    withdrawal.assured_by, withdrawal.assured_on = assured_by.strip(), assured_on
    withdrawal.assurance, withdrawal.reinstated_at = assurance.strip(), now
    withdrawal.version += 1
    checked(withdrawal, today=now.astimezone(LONDON).date(), not_future=["assured_on"]).save()
    event = _record_and_tell(Action.SERVICE_REINSTATED, emails.REINSTATED, withdrawal, actor, now)
    say_why(event, f"Assurance of compliance by {withdrawal.assured_by}")
    return withdrawal


def _record_and_tell(
    action: Action, kind: str, withdrawal: Withdrawal, actor: User | None, now: datetime
) -> AuditEvent:
    about = emails.about(withdrawal)
    event = audit.record(action, chain=f"provider:{withdrawal.prime_id}", actor=actor, subject=about, at=now)
    for spoc in selectors.present_spocs(now).filter(prime=withdrawal.prime_id).order_by("pk"):
        post(kind=kind, recipient_id=spoc.user_id, about=about, at=now)
    return event
