"""People who sign in, and what proves that they are themselves (G1)."""

import time
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Now
from django_otp.models import Device, ThrottlingMixin

from core import clock, crypto

from . import totp
from .rules import Role


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):  # type: ignore[django-manager-missing]  # django-otp carries no types
    """Someone with one role. Signs in with an email address, a password and a second factor."""

    # Django would stamp `last_login` after the password alone; the audit record knows real sign-ins.
    last_login = None
    email = models.EmailField(max_length=254, unique=True)
    full_name = models.CharField(max_length=120)
    role = models.CharField(max_length=40, choices=[(role.value, role.value) for role in Role])
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    session_token = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Names the one session that is signed in; blank for none."
    )
    wrong_passwords = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="Wrong present passwords in a row, in the session that is signed in."
    )
    last_seen_at = models.DateTimeField(
        null=True, editable=False, help_text="When a page was last asked for, to the minute, by the machine's clock."
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name", "role"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case"),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name


class ThrottledDevice(ThrottlingMixin, Device):  # type: ignore[misc]
    """A second factor that makes each wrong try wait twice as long as the one before: 1, 2, 4, 8 seconds."""

    class Meta:
        abstract = True

    def get_throttle_factor(self) -> int:
        return 1


class TotpDevice(ThrottledDevice):
    """Someone's authenticator app. Its secret is sealed, and each code of it works once."""

    key_id = models.CharField(max_length=40)
    nonce = models.BinaryField(max_length=12)
    ciphertext = models.BinaryField(max_length=128)
    last_step = models.BigIntegerField(default=-1, help_text="The newest 30-second step whose code was used.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="totp_one_app_per_person")]

    def seal_secret(self, secret: str) -> None:
        sealed = crypto.seal(secret.encode(), bound_to=self.bound_to())
        self.key_id, self.nonce, self.ciphertext = sealed.key_id, sealed.nonce, sealed.ciphertext

    def secret(self) -> str:
        """The secret as base32 text. Raises core.crypto.Tampered for a row that was moved or changed."""
        sealed = crypto.Sealed(self.key_id, bytes(self.nonce), bytes(self.ciphertext))
        return crypto.unseal(sealed, bound_to=self.bound_to()).decode()

    def verify_token(self, token: str) -> bool:
        """Whether the code is right and unused. The caller holds the row locked."""
        allowed, _ = self.verify_is_allowed()
        if not allowed:
            return False
        step = totp.matching_step(self.secret(), token, at=time.time(), after=self.last_step)
        if step is None:
            self.throttle_increment()
            return False
        self.last_step = step
        self.throttle_reset(commit=False)
        self.save()
        return True

    def bound_to(self) -> str:
        return f"totp:{self.user_id}"


class RecoveryDevice(ThrottledDevice):
    """Someone's recovery codes as a whole: the throttle, and (`confirmed`) whether they said they kept them."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="recovery_one_set_per_person")]

    def verify_token(self, token: str) -> bool:
        """Whether the code is right and unused; it is then used. The caller holds the row locked."""
        allowed, _ = self.verify_is_allowed()
        if not allowed:
            return False
        unused = self.codes.filter(used_at=None, withdrawn_at=None)
        if not unused.filter(fingerprint=RecoveryCode.fingerprint_of(token, self.user_id)).update(used_at=Now()):
            self.throttle_increment()
            return False
        self.throttle_reset()
        return True


class RecoveryCode(models.Model):
    """One recovery code: 60 random bits, kept as a keyed digest. Ends once, used or withdrawn."""

    device = models.ForeignKey(RecoveryDevice, models.PROTECT, related_name="codes")
    fingerprint = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "fingerprint"], name="recovery_code_once"),
            models.CheckConstraint(
                condition=models.Q(used_at=None) | models.Q(withdrawn_at=None), name="recovery_code_ends_once"
            ),
        ]

    @staticmethod
    def fingerprint_of(code: str, user_id: int) -> bytes:
        """Case, spaces and hyphens are forgiven: people copy these from paper."""
        plain = "".join(character for character in code.upper() if character.isalnum())
        return crypto.fingerprint(plain.encode(), purpose=f"recovery code:{user_id}")


class Invitation(models.Model):
    """A one-time link with which someone chooses a password. Only a keyed digest of it is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    fingerprint = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used_at=None) | models.Q(withdrawn_at=None), name="invitation_ends_once"
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(used_at=None, withdrawn_at=None),
                name="invitation_one_open_per_person",
            ),
        ]
