"""Whom a visitor can play: callers of the approved list against whom nothing speaks."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from accesscodes.selectors import codes_in_force
from programmes.types import Programme
from providers.models import AuthorisedCaller
from providers.services import assess_caller


@dataclass(frozen=True)
class Playable:
    """A caller and the names to give."""

    prime_id: int
    prime: str
    company: str
    caller: str


def playable(programme: Programme, *, now: datetime, prime_id: int | None = None) -> Playable | None:
    """An eligible caller of this programme, of that prime if one is named; a subcontractor's before a prime's own."""
    listed = AuthorisedCaller.objects.select_related("prime", "company").order_by("prime_id", "company_id", "id")
    if prime_id is not None:
        listed = listed.filter(prime=prime_id)
    with_code = codes_in_force(set(listed.values_list("prime_id", flat=True)), now)
    usable = listed.filter(prime__in=with_code)
    for row in (*usable.exclude(company=F("prime")), *usable.filter(company=F("prime"))):
        assessed = assess_caller(
            programme=programme, company_name=row.company.name, caller_name=row.full_name, prime_name=row.prime.name,
            today=now.date(),
        )  # fmt: skip
        if assessed.eligible:
            return Playable(row.prime_id, row.prime.name, row.company.name, row.full_name)
    return None
