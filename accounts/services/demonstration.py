"""People with known passwords and second factors: in a demonstration only."""

from django.conf import settings
from django.db import transaction

from audit.actions import Action
from audit.services import record

from .. import totp
from ..models import RecoveryDevice, TotpDevice, User
from ..rules import Role
from .sign_in import chain_of


class NotADemonstration(RuntimeError):
    """Known secrets were asked for outside demonstration mode."""


@transaction.atomic
def demonstration_person(*, email: str, full_name: str, role: Role, password: str, totp_secret: str) -> User:
    """Someone ready to sign in; called again, the same person, put back in order. Raises NotADemonstration.

    `totp_secret` is base32 text, as from `totp.new_secret()`.
    """
    _only_in_a_demonstration()
    user, added = User.objects.update_or_create(
        email=email.strip().lower(), defaults={"full_name": full_name, "role": role, "is_active": True}
    )
    user.set_password(password)
    user.save(update_fields=["password"])
    TotpDevice.objects.filter(user=user).delete()
    device = TotpDevice(user=user, name="app", confirmed=True)
    device.seal_secret(totp_secret)
    device.save()
    RecoveryDevice.objects.update_or_create(user=user, defaults={"name": "recovery", "confirmed": True})
    action = Action.PERSON_ADDED if added else Action.PERSON_CHANGED
    record(action, chain=chain_of(user), subject=chain_of(user), detail={"role": role, "demonstration": True})
    return user


def demonstration_code(*, email: str) -> str:
    """The six digits that this person's app would show now. Raises NotADemonstration, TotpDevice.DoesNotExist."""
    _only_in_a_demonstration()
    device = TotpDevice.objects.get(user__email=email.strip().lower(), confirmed=True)
    return totp.current_code(device.secret())


def _only_in_a_demonstration() -> None:
    if not settings.DEMONSTRATION:
        raise NotADemonstration
