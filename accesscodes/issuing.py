"""Reading who lacks what of an issue. Codes are looked up by issue day: a replacement belongs to its month's issue."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from providers.models import Provider
from providers.selectors import primes_with_contract

from .models import AccessCode, Copy
from .rules.calendar import LONDON, Issue
from .selectors import is_live, spocs_to_send_to


def primes_of(issue: Issue, at: datetime) -> "QuerySet[Provider]":
    """The primes that an issue is for: on the list, with a contract on the day of force, or today if that is later."""
    day = max(issue.in_force_from, at).astimezone(LONDON).date()
    return primes_with_contract(day)


def primes_lacking(issue: Issue, at: datetime) -> list[int]:
    """Primes with a code or a SPoC's copy of the issue still to be made. Four queries."""
    codes = list(codes_of(issue))
    made = {code.prime_id for code in codes}
    lacking = {prime_id for prime_id in primes_of(issue, at).values_list("pk", flat=True) if prime_id not in made}
    have = set(Copy.objects.filter(code__issued_on=issue.issued_on).values_list("spoc_id", "code_id"))
    spocs: dict[int, list[int]] = {}
    for spoc_id, prime_id in spocs_to_send_to(at).values_list("pk", "prime_id"):
        spocs.setdefault(prime_id, []).append(spoc_id)
    for code in codes:
        if is_live(code, at) and any((spoc, code.pk) not in have for spoc in spocs.get(code.prime_id, ())):
            lacking.add(code.prime_id)
    return sorted(lacking)


def codes_of(issue: Issue, prime_ids: Iterable[int] | None = None) -> "QuerySet[AccessCode]":
    """The issue's codes, replacements among them, without their sealed parts."""
    codes = AccessCode.objects.filter(issued_on=issue.issued_on)
    codes = codes if prime_ids is None else codes.filter(prime_id__in=prime_ids)
    return codes.defer("key_id", "nonce", "ciphertext", "fingerprint").order_by("prime_id", "in_force_from")
