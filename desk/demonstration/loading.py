"""Loading the demonstration, part by part. Each is done once: a second start keeps what people did since."""

import hashlib
from datetime import datetime

from accesscodes.services import make_missing_codes
from accounts.models import User
from accounts.rules import Role
from accounts.services import demonstration_person
from circumstances.extract.columns import COLUMNS
from circumstances.models import Referral
from circumstances.services import load_extract
from core.extracts import Extract, Problems
from programmes.types import Programme
from providers import demonstration as approved_list
from providers.models import Provider

from . import incidents
from .callers import playable
from .participants import extract_text, named
from .people import PASSWORD, PEOPLE, only_in_a_demonstration


class NobodyToPlay(LookupError):
    """The approved list has no eligible caller for a programme, so nobody could ring about its participants."""


def load_people() -> int:
    """Add whoever is missing; how many. People who are there keep what they changed. Raises NotADemonstration."""
    only_in_a_demonstration()
    there = set(User.objects.values_list("email", flat=True))
    missing = [person for person in PEOPLE if person.email not in there]
    for person in missing:
        demonstration_person(
            email=person.email, full_name=person.full_name, role=person.role, password=PASSWORD,
            totp_secret=person.totp_secret,
        )  # fmt: skip
    return len(missing)


def load_approved_list(*, now: datetime) -> int:
    """Load the approved list, and make each SPoC one of a prime's; how many organisations are on it."""
    only_in_a_demonstration()
    approved_list.load(now.date())
    spocs = [person for person in PEOPLE if person.role is Role.SPOC]
    for person, prime in zip(spocs, approved_list.PRIMES, strict=False):
        user = User.objects.get(email=person.email)
        approved_list.appoint(user=user, prime_name=prime.name, today=now.date())
    return Provider.objects.count()


def load_codes(*, now: datetime) -> int:
    """Make the codes that are missing; how many. A new month's are made at the next start."""
    only_in_a_demonstration()
    return make_missing_codes(at=now, actor=None)


def load_incidents(*, now: datetime) -> int:
    """Send two potential security incidents, once; how many."""
    only_in_a_demonstration()
    people = {user.email: user for user in User.objects.filter(email__in=["spoc@demo.example", "bmt@demo.example"])}
    return incidents.load(spoc=people["spoc@demo.example"], team=people["bmt@demo.example"], now=now)


def load_participants(*, now: datetime) -> int:
    """Load the extract unless it was loaded before; how many participants. Raises NobodyToPlay."""
    only_in_a_demonstration()
    [first, *_] = named(Programme.WORK_PROGRAMME, now.date())
    if Referral.objects.filter(reference=first.reference).exists():
        return 0
    text = extract_text(primes=_primes_to_play(now), everyone=_primes(), today=now.date())
    extract = Extract(hashlib.sha256(text.encode()).hexdigest(), text, COLUMNS)
    return load_extract(extract, Problems(), today=now.date()).participants


def _primes_to_play(now: datetime) -> dict[Programme, str]:
    found = {}
    for programme in Programme:
        caller = playable(programme, now=now)
        if caller is None:
            raise NobodyToPlay(programme)
        found[programme] = caller.prime
    return found


def _primes() -> list[str]:
    return list(
        Provider.objects.filter(is_prime=True, contracts__isnull=False).distinct().values_list("name", flat=True)
    )
