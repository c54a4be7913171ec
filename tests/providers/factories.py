"""Providers, and callers who may call, for the tests of every room.

`ProviderFactory(prime=True)` is a prime; `eligible_caller(programme)` is everything a call needs to begin.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from accounts.rules import Role
from programmes.types import Programme
from providers.models import (
    AuthorisedCaller,
    Contract,
    Provider,
    SecurityPlan,
    Spoc,
    SupplyChain,
    Withdrawal,
)

LONG_AGO = date(2024, 1, 1)


class ProviderFactory(DjangoModelFactory[Provider]):
    class Meta:
        model = Provider

    class Params:
        prime = factory.Trait(is_prime=True, name=factory.Sequence(lambda number: f"Prime provider {number}"))

    name = factory.Sequence(lambda number: f"Subcontractor {number}")


class OfPrimeFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    prime = factory.SubFactory(ProviderFactory, prime=True)


class ContractFactory(OfPrimeFactory):
    class Meta:
        model = Contract

    programme = Programme.WORK_PROGRAMME.value
    starts_on = LONG_AGO


class SupplyChainFactory(OfPrimeFactory):
    class Meta:
        model = SupplyChain

    subcontractor = factory.SubFactory(ProviderFactory)
    starts_on = LONG_AGO


class AuthorisedCallerFactory(OfPrimeFactory):
    """Works for the prime itself unless a company is given."""

    class Meta:
        model = AuthorisedCaller

    company = factory.SelfAttribute("prime")
    full_name = factory.Sequence(
        lambda number: f"Casey {'abcdefghij'[number % 10]}{'klmnopqrst'[number // 10 % 10]}owe"
    )
    starts_on = LONG_AGO


class SpocFactory(OfPrimeFactory):
    class Meta:
        model = Spoc

    user = factory.LazyFunction(
        lambda: User.objects.create_user(
            f"spoc{User.objects.count() + 1}@example.org", None, full_name="Sam Okafor", role=Role.SPOC
        )
    )
    started_on = LONG_AGO


class SecurityPlanFactory(OfPrimeFactory):
    """An accepted plan."""

    class Meta:
        model = SecurityPlan

    how_kept = "In a locked safe, read by the SPoC alone."
    received_on = LONG_AGO
    accepted_on = LONG_AGO + timedelta(days=14)


class SpocWithPlanFactory(SpocFactory):
    """A SPoC whom an access code may be sent to: the prime has an accepted plan."""

    class Meta:
        skip_postgeneration_save = True

    @factory.post_generation
    def plan(self, create: bool, extracted: object, **kwargs: object) -> None:
        if not SecurityPlan.objects.filter(prime=self.prime, replaced_on=None, accepted_on__isnull=False).exists():
            SecurityPlanFactory(prime=self.prime)


class WithdrawalFactory(OfPrimeFactory):
    """The service withdrawn now."""

    class Meta:
        model = Withdrawal

    reason = "Called for job-outcome tracking after two warnings."
    withdrawn_at = datetime(2026, 1, 5, 10, tzinfo=UTC)


@dataclass(frozen=True)
class EligibleCaller:
    """A caller against whom nothing speaks, with the names to type."""

    prime: Provider
    company: Provider
    caller: AuthorisedCaller

    @property
    def prime_name(self) -> str:
        return self.prime.name

    @property
    def company_name(self) -> str:
        return self.company.name

    @property
    def caller_name(self) -> str:
        return self.caller.full_name


def eligible_caller(programme: Programme = Programme.WORK_PROGRAMME, *, from_prime: bool = False) -> EligibleCaller:
    """A subcontractor's (or the prime's own) authorised caller, with contract, supply chain and accepted plan."""
    prime = ProviderFactory(prime=True)
    ContractFactory(prime=prime, programme=programme.value)
    SecurityPlanFactory(prime=prime)
    company = prime if from_prime else SupplyChainFactory(prime=prime).subcontractor
    return EligibleCaller(prime, company, AuthorisedCallerFactory(prime=prime, company=company))
