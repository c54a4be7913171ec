"""Someone for each role, with a password and a second factor that everybody may know."""

from base64 import b32encode
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from accounts.rules import Role
from accounts.totp import SECRET_BYTES

PASSWORD = "demonstration only"  # noqa: S105 - meant to be known


class NotADemonstration(RuntimeError):
    """Demonstration data were asked for outside demonstration mode."""


def only_in_a_demonstration() -> None:
    """Raises NotADemonstration."""
    if not settings.DEMONSTRATION:
        raise NotADemonstration


@dataclass(frozen=True)
class Somebody:
    """A person of the demonstration."""

    email: str
    full_name: str
    role: Role

    @property
    def totp_secret(self) -> str:
        """Base32 text, the same on every machine, and different for everyone."""
        return b32encode(sha256(f"demonstration only: {self.email}".encode()).digest()[:SECRET_BYTES]).decode()


PEOPLE = (
    Somebody("agent@demo.example", "Alex Morgan", Role.AGENT),
    Somebody("agent2@demo.example", "Bea Novak", Role.AGENT),
    Somebody("leader@demo.example", "Tariq Lloyd", Role.TEAM_LEADER),
    Somebody("bmt@demo.example", "Morag Bell", Role.BMT),
    Somebody("bmt2@demo.example", "Owen Adeyemi", Role.BMT),
    Somebody("spoc@demo.example", "Sam Okafor", Role.SPOC),
    Somebody("spoc2@demo.example", "Ruth Pereira", Role.SPOC),
    Somebody("manager@demo.example", "Joan Clarke", Role.PERFORMANCE_MANAGER),
    Somebody("auditor@demo.example", "Idris Malik", Role.AUDITOR),
)
