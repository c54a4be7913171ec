"""May this caller use the service? A pure read; the call records the answer (E1 to E4, E6, E7)."""

from dataclasses import dataclass
from datetime import date

from programmes.types import Programme
from providers import selectors
from providers.rules import Ineligible, reasons_against


@dataclass(frozen=True)
class Assessment:
    """Who the caller is on the approved list, and everything that speaks against them.

    An id is None where the name matches nothing; `prime_id` also where the organisation named is not a prime.
    """

    company_id: int | None
    prime_id: int | None
    caller_id: int | None
    reasons: tuple[Ineligible, ...]

    @property
    def eligible(self) -> bool:
        return not self.reasons


def assess_caller(
    *, programme: Programme, company_name: str, caller_name: str, prime_name: str, today: date
) -> Assessment:
    """Match the three names and give every reason against the caller (WP 21). Any text is safe; writes nothing."""
    named = selectors.name_caller(
        company_name=company_name, caller_name=caller_name, prime_name=prime_name, today=today
    )
    reasons = reasons_against(selectors.caller_facts(named, programme=programme, today=today))
    return Assessment(
        company_id=named.company.pk if named.company else None,
        prime_id=named.prime.pk if named.prime and named.prime.is_prime else None,
        caller_id=named.caller.pk if named.caller else None,
        reasons=reasons,
    )
