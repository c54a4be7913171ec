"""Reading about people: each takes a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from audit.actions import Action
from audit.selectors import latest_moments

from .models import Invitation, RecoveryCode, RecoveryDevice, TotpDevice, User
from .rules import Role


@dataclass(frozen=True)
class Own:
    """What people see of their own account."""

    last_sign_in: datetime | None
    recovery_codes_left: int


def people(*, text: str = "", role: Role | None = None, active: bool | None = None) -> QuerySet[User]:
    """People by name, with `enrolled` and `invited` noted on each. `text` is part of a name or an address."""
    found = User.objects.annotate(
        enrolled=Exists(TotpDevice.objects.filter(user=OuterRef("pk"), confirmed=True)),
        invited=Exists(Invitation.objects.filter(user=OuterRef("pk"), used_at=None, withdrawn_at=None)),
    )
    if text:
        found = found.filter(Q(full_name__icontains=text) | Q(email__icontains=text))
    if role is not None:
        found = found.filter(role=role)
    if active is not None:
        found = found.filter(is_active=active)
    return found.order_by("full_name", "pk")


def names() -> list[tuple[int, str]]:
    """Everybody's id and name, for a filter: two of the same name are told apart by their addresses."""
    rows = User.objects.order_by("full_name", "email").values_list("pk", "full_name", "email")
    return [(pk, f"{full_name} ({email})") for pk, full_name, email in rows]


def at_the_console(role: Role, *, seen_since: datetime) -> QuerySet[User]:
    """People of this role who are signed in and asked for a page since then, by the machine's clock."""
    there = Q(last_seen_at=None) | Q(last_seen_at__gt=seen_since)
    return User.objects.filter(there, role=role, is_active=True).exclude(session_token="").order_by("full_name", "pk")


def has_app(user: User) -> bool:
    """Whether the person has finished enrolling an authenticator app."""
    return bool(TotpDevice.objects.filter(user=user, confirmed=True).exists())


def has_recovery_codes(user: User) -> bool:
    """Whether the person was given recovery codes and said that they kept them."""
    return bool(RecoveryDevice.objects.filter(user=user, confirmed=True).exists())


def own_account(user: User) -> Own:
    """What the account page shows. `last_sign_in` is the one before the present."""
    moments = latest_moments(chain=f"person:{user.pk}", action=Action.SIGNED_IN, count=2)
    left = RecoveryCode.objects.filter(device__user=user, used_at=None, withdrawn_at=None).count()
    return Own(last_sign_in=moments[1] if len(moments) > 1 else None, recovery_codes_left=left)


def last_sign_in(user: User) -> datetime | None:
    """When the person last signed in, for whoever keeps the people."""
    moments = latest_moments(chain=f"person:{user.pk}", action=Action.SIGNED_IN, count=1)
    return moments[0] if moments else None
