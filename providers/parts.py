"""The kinds of row that a prime provider has on the approved list, declared once for services, pages and loads.

A new kind is a model, one entry here, a form in `forms.py` and its columns in `tables.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db.models import F, Q

from .models import AuthorisedCaller, Contract, OfPrime, SecurityPlan, Spoc, SupplyChain, Withdrawal


def _nothing(row: Any, now: datetime) -> None:
    """Most rows are saved as they are."""


def _replace_plan(plan: SecurityPlan, now: datetime) -> None:
    """A new plan takes the place of one that waits. The one in force stays until another is accepted (0116)."""
    before = SecurityPlan.objects.filter(prime=plan.prime, replaced_on__isnull=True, accepted_on__isnull=True)
    before.update(replaced_on=now.date(), version=F("version") + 1)


def _until_last_day(today: date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gte=today)


def _until_ended(today: date) -> Q:
    return Q(ended_on__isnull=True) | Q(ended_on__gt=today)


@dataclass(frozen=True)
class Part:
    """One kind of row.

    `other` is the field that names another organisation.
    `not_over` finds the rows that are current or to come; `open` says whether a row may still be changed.
    """

    slug: str
    noun: str
    plural: str
    model: type[OfPrime]
    not_over: Callable[[date], Q]
    add_title: str
    change_title: str
    other: str = ""
    open: Callable[[Any], bool] = field(default=lambda row: True)

    @property
    def title(self) -> str:
        return self.plural[0].upper() + self.plural[1:]


@dataclass(frozen=True)
class KeptPart(Part):
    """A kind of row that `services.add_part` and `services.change_part` keep; others have services of their own.

    `not_future` are days on which something has happened.
    """

    not_future: tuple[str, ...] = ()
    before_add: Callable[[Any, datetime], None] = _nothing


CONTRACTS = KeptPart(
    "contracts",
    "contract",
    "contracts",
    Contract,
    _until_last_day,
    add_title="Add a contract",
    change_title="Change a contract",
)
SUPPLY_CHAIN = KeptPart(
    "supply-chain",
    "subcontractor",
    "supply chain",
    SupplyChain,
    _until_last_day,
    other="subcontractor",
    add_title="Add a subcontractor to the supply chain",
    change_title="Change a subcontractor's time in the supply chain",
)
AUTHORISED_CALLERS = KeptPart(
    "authorised-callers",
    "authorised caller",
    "authorised callers",
    AuthorisedCaller,
    _until_ended,
    other="company",
    add_title="Add an authorised caller",
    change_title="Change or end an authorised caller",
)
SPOCS = KeptPart(
    "spocs",
    "single point of contact",
    "single points of contact",
    Spoc,
    _until_ended,
    add_title="Invite a single point of contact",
    change_title="Change or end a single point of contact",
)
SECURITY_PLANS = KeptPart(
    "security-plans",
    "security plan",
    "security plan",
    SecurityPlan,
    lambda today: Q(replaced_on__isnull=True),
    not_future=("received_on",),
    before_add=_replace_plan,
    open=lambda plan: False,  # assessed on a page of its own, and never reworded
    add_title="Record a security plan that was sent another way",
    change_title="See the security plan",
)
WITHDRAWALS = Part(
    "withdrawals",
    "withdrawal",
    "withdrawal of the service",
    Withdrawal,
    lambda today: Q(reinstated_at__isnull=True),
    open=lambda withdrawal: withdrawal.reinstated_at is None,
    add_title="Withdraw the service",
    change_title="Reinstate the service",
)

PARTS: Mapping[str, Part] = MappingProxyType(
    {part.slug: part for part in (CONTRACTS, SUPPLY_CHAIN, AUTHORISED_CALLERS, SPOCS, SECURITY_PLANS, WITHDRAWALS)}
)
