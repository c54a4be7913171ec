"""The second factor: enrolment, six-digit codes and recovery codes (G1).

A wrong try is counted and recorded even though it raises: the exception leaves after the transaction.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from audit.actions import Action
from audit.services import record
from core import clock, crypto

from .. import sessions, totp
from ..models import RecoveryCode, RecoveryDevice, ThrottledDevice, TotpDevice, User
from .sign_in import chain_of

RECOVERY_CODES = 10
RECOVERY_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
RECOVERY_GROUPS = (4, 4, 4)


class WrongCode(Exception):
    """The code is not right, or was used before."""


class TooManyTries(Exception):
    """Wrong codes came before: nothing is looked at until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class AlreadyEnrolled(Exception):
    """This person has an authenticator app. Only a reset by the business management team makes room for another."""


class EnrolmentReplaced(Exception):
    """Another sign-in has started a new enrolment, so the secret that this one shows is dead."""


@dataclass(frozen=True)
class SignedIn:
    """A second factor that was passed: which one, and the token of the person's one session."""

    device: ThrottledDevice
    token: str


@dataclass(frozen=True)
class Enrolment:
    """A secret to put into an app, and the mark by which the session that saw it is known."""

    secret: str
    mark: str


@transaction.atomic
def start_enrolment(*, user_id: int, mark: str) -> Enrolment:
    """The secret to enrol with: the same for the session that holds its mark, a new one for any other.

    Raises AlreadyEnrolled.
    """
    user = _locked(user_id)
    device = TotpDevice.objects.filter(user=user).first() or TotpDevice(user=user, name="app", confirmed=False)
    if device.confirmed:
        raise AlreadyEnrolled
    if not device.pk or _mark(device) != mark:
        device.seal_secret(totp.new_secret())
        device.save()
    return Enrolment(secret=device.secret(), mark=_mark(device))


def confirm_totp(*, user_id: int, mark: str, code: str) -> SignedIn:
    """Finish enrolment with the first code, which also signs in.

    Raises AlreadyEnrolled, EnrolmentReplaced, WrongCode or TooManyTries.
    """
    with transaction.atomic():
        user = _locked(user_id)
        device = TotpDevice.objects.select_for_update().filter(user=user).first()
        if device and device.confirmed:
            raise AlreadyEnrolled
        if device is None or _mark(device) != mark:
            raise EnrolmentReplaced
        _check_throttle(device)
        if device.verify_token(code):
            TotpDevice.objects.filter(pk=device.pk).update(confirmed=True)
            device.confirmed = True
            record(Action.SECOND_FACTOR_ENROLLED, chain=chain_of(user), actor=user)
            return _sign_in(user, device)
        _record_wrong(user, "enrolment")
    raise WrongCode


def pass_totp(*, user_id: int, code: str) -> SignedIn:
    """Sign in with the app's present code. Raises WrongCode or TooManyTries."""
    with transaction.atomic():
        user = _locked(user_id)
        device = TotpDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None:
            raise WrongCode
        _check_throttle(device)
        if device.verify_token(code):
            return _sign_in(user, device)
        _record_wrong(user, "app")
    raise WrongCode


def use_recovery_code(*, user_id: int, code: str) -> SignedIn:
    """Sign in with a recovery code, which is then used up. Raises WrongCode or TooManyTries."""
    with transaction.atomic():
        user = _locked(user_id)
        device = RecoveryDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None:
            raise WrongCode
        _check_throttle(device)
        if device.verify_token(code):
            record(Action.RECOVERY_CODE_USED, chain=chain_of(user), actor=user, detail={"left": _unused(user).count()})
            return _sign_in(user, device)
        _record_wrong(user, "recovery code")
    raise WrongCode


@transaction.atomic
def make_recovery_codes(*, user_id: int) -> tuple[str, ...]:
    """Ten new codes, to be shown this once; those made before stop working."""
    user = _locked(user_id)
    device, _ = RecoveryDevice.objects.get_or_create(user=user, defaults={"name": "recovery", "confirmed": False})
    _unused(user).update(withdrawn_at=Now())
    codes = tuple(_new_recovery_code() for _ in range(RECOVERY_CODES))
    RecoveryCode.objects.bulk_create(
        RecoveryCode(device=device, fingerprint=RecoveryCode.fingerprint_of(code, user.pk)) for code in codes
    )
    record(Action.RECOVERY_CODES_MADE, chain=chain_of(user), actor=user, detail={"count": len(codes)})
    return codes


@transaction.atomic
def keep_recovery_codes(*, user_id: int) -> bool:
    """The person says that they kept the codes. False where there are none to keep: they must be made first."""
    user = _locked(user_id)
    if not _unused(user).exists():
        return False
    RecoveryDevice.objects.filter(user=user).update(confirmed=True)
    return True


def withdraw_second_factor(user: User) -> None:
    """Destroy the app's secret and stop the recovery codes. The caller holds the person's row."""
    TotpDevice.objects.filter(user=user).delete()
    _unused(user).update(withdrawn_at=Now())
    RecoveryDevice.objects.filter(user=user).update(
        confirmed=False, throttling_failure_count=0, throttling_failure_timestamp=None
    )


def _locked(user_id: int) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=user_id, is_active=True)


def _mark(device: TotpDevice) -> str:
    """Of the secret, not of its seal: rotation seals it anew while somebody is enrolling."""
    return crypto.fingerprint(device.secret().encode(), purpose="enrolment").hex()


def _check_throttle(device: ThrottledDevice) -> None:
    allowed, why = device.verify_is_allowed()
    if not allowed and why:
        raise TooManyTries(why["locked_until"])


def _record_wrong(user: User, factor: str) -> None:
    record(Action.SECOND_FACTOR_REFUSED, chain=chain_of(user), subject=chain_of(user), detail={"factor": factor})


def _sign_in(user: User, device: ThrottledDevice) -> SignedIn:
    user.session_token, user.wrong_passwords = sessions.new_token(), 0
    user.last_seen_at = clock.machine_now()
    user.save(update_fields=["session_token", "wrong_passwords", "last_seen_at"])
    record(Action.SIGNED_IN, chain=chain_of(user), actor=user, detail={"factor": device.name})
    return SignedIn(device=device, token=user.session_token)


def _unused(user: User) -> QuerySet[RecoveryCode]:
    return RecoveryCode.objects.filter(device__user=user, used_at=None, withdrawn_at=None)


def _new_recovery_code() -> str:
    return "-".join("".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(size)) for size in RECOVERY_GROUPS)
