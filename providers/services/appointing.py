"""Making someone a prime's single point of contact, with an invitation where they have no account (WP 16, A12)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from accounts.models import User
from accounts.rules import Role
from accounts.services import Invited, create_person
from providers.models import Spoc
from providers.parts import SPOCS

from .keeping import add_part, one_writer_at_a_time


@dataclass(frozen=True)
class Appointed:
    """The SPoC, and the invitation of someone new: None for a person who could sign in before."""

    spoc: Spoc
    invited: Invited | None


@transaction.atomic
def appoint_spoc(
    *, prime_id: int, full_name: str, email: str, telephone: str, started_on: date, actor: User | None, now: datetime
) -> Appointed:
    """In one step: the person, the invitation and the row of the list, or nothing.

    Someone who signs in as a SPoC already, and is none now, keeps their name and account.
    Raises Provider.DoesNotExist, accounts' NotAllowed, or ValidationError by field.
    """
    one_writer_at_a_time()
    user, invited = User.objects.filter(email=email.strip().lower()).first(), None
    if user is None:
        invited = create_person(email=email, full_name=full_name, role=Role.SPOC, actor=actor)
        user = invited.user
    elif user.role != Role.SPOC:
        raise ValidationError({"email": f"This person signs in as {user.role}, and a person has one role"})
    elif not user.is_active:
        raise ValidationError({"email": "This person is deactivated. Reactivate them first, among the people"})
    values = {"user": user, "telephone": telephone, "started_on": started_on}
    try:
        row = add_part(part=SPOCS, prime_id=prime_id, values=values, actor=actor, now=now)
    except ValidationError as refused:
        errors = {("email" if name == "user" else name): found for name, found in refused.error_dict.items()}
        errors.pop(NON_FIELD_ERRORS, None) if "email" in errors else None
        raise ValidationError(errors) from None
    return Appointed(cast("Spoc", row), invited)
