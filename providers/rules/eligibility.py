"""May this caller use the service? (E2, E3, E4, E6; WP 17, 21, 43). Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Ineligible(StrEnum):
    """What speaks against a caller, in the words for the agent and the business management team."""

    COMPANY_NOT_LISTED = "The company is not on the approved provider list"
    COMPANY_ENDED = "The company is no longer on the approved provider list"
    PRIME_NOT_LISTED = "The prime provider is not on the approved provider list"
    PRIME_ENDED = "The prime provider is no longer on the approved provider list"
    NOT_A_PRIME = "The organisation named as prime provider is not one"
    NO_CONTRACT = "The prime provider has no contract for this programme today"
    NOT_IN_SUPPLY_CHAIN = "The company is not in this prime provider's supply chain today"
    NOT_AUTHORISED = "The caller is not on the prime provider's list of authorised callers today"
    NO_PLAN = "The prime provider has no accepted security plan"
    WITHDRAWN = "The service is withdrawn from this prime provider"

    @property
    def of_prime(self) -> str:
        """The same where it is said of a prime, and not of a call: a call is for one programme, a prime has several."""
        if self is Ineligible.NO_CONTRACT:
            return "The prime provider has no contract for any programme today"
        return self.value


@dataclass(frozen=True)
class CallerFacts:
    """What the approved list says of a caller on one day.

    What cannot be known, because the prime or the company is not listed, is False and gives no reason of its own.
    """

    company_listed: bool
    company_current: bool
    prime_listed: bool
    prime_current: bool
    prime_is_prime: bool
    holds_contract: bool
    company_is_the_prime: bool
    in_supply_chain: bool
    authorised: bool
    plan_accepted: bool
    withdrawn: bool

    @property
    def prime_known(self) -> bool:
        """Listed, and a prime: only then has it contracts, a supply chain, a plan."""
        return self.prime_listed and self.prime_is_prime

    @property
    def both_known(self) -> bool:
        return self.prime_known and self.company_listed


SPEAKS_AGAINST: dict[Ineligible, Callable[[CallerFacts], bool]] = {
    Ineligible.COMPANY_NOT_LISTED: lambda facts: not facts.company_listed,
    Ineligible.COMPANY_ENDED: lambda facts: facts.company_listed and not facts.company_current,
    Ineligible.PRIME_NOT_LISTED: lambda facts: not facts.prime_listed,
    Ineligible.PRIME_ENDED: lambda facts: facts.prime_listed and not facts.prime_current,
    Ineligible.NOT_A_PRIME: lambda facts: facts.prime_listed and not facts.prime_is_prime,
    Ineligible.NO_CONTRACT: lambda facts: facts.prime_known and not facts.holds_contract,
    Ineligible.NOT_IN_SUPPLY_CHAIN: lambda facts: (
        facts.both_known and not facts.company_is_the_prime and not facts.in_supply_chain
    ),
    Ineligible.NOT_AUTHORISED: lambda facts: facts.both_known and not facts.authorised,
    Ineligible.NO_PLAN: lambda facts: facts.prime_known and not facts.plan_accepted,
    Ineligible.WITHDRAWN: lambda facts: facts.prime_known and facts.withdrawn,
}


def reasons_against(facts: CallerFacts) -> tuple[Ineligible, ...]:
    """Everything that speaks against the caller, in the order of the list; nothing means eligible."""
    return tuple(reason for reason, applies in SPEAKS_AGAINST.items() if applies(facts))


def runs_on(day: date, starts_on: date, ends_on: date | None) -> bool:
    """Whether a contract or a supply-chain link runs that day: its first and its last day are both included."""
    return starts_on <= day and (ends_on is None or day <= ends_on)


def holds_on(day: date, started_on: date, ended_on: date | None) -> bool:
    """Whether someone's authority holds that day: the day on which it ended is already without it."""
    return started_on <= day and (ended_on is None or day < ended_on)


def plan_counts(
    *, today: date, how_kept: str, needs_updating: bool, deed_received_on: date | None, accepted_on: date | None
) -> bool:
    """Whether a security plan gives access (E4): it says how, is accepted, and has its deed where one is needed."""
    has_deed = not needs_updating or (deed_received_on is not None and deed_received_on <= today)
    return bool(how_kept.strip()) and accepted_on is not None and accepted_on <= today and has_deed
