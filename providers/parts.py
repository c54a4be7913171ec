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
    """A new plan takes the place of the one before, so there is no access until it is accepted (E4)."""
    before = SecurityPlan.objects.filter(prime=plan.prime, replaced_on__isnull=True)
    before.update(replaced_on=now.date(), version=F("version") + 1)


def _withdraw(withdrawal: Withdrawal, now: datetime) -> None:
    withdrawal.withdrawn_at = now


def _reinstate(withdrawal: Withdrawal, now: datetime) -> None:
    """Only on a recorded assurance (E6): without one the database's own rule refuses it."""
    withdrawal.reinstated_at = now


@dataclass(frozen=True)
class Part:
    """One kind of row.

    `other` is the field that names another organisation. `not_future` are days on which something has happened.
    `not_over` finds the rows that are current or to come; `open` says whether a row may still be changed.
    """

    slug: str
    noun: str
    plural: str
    model: type[OfPrime]
    not_over: Callable[[date], Q]
    other: str = ""
    not_future: tuple[str, ...] = ()
    before_add: Callable[[Any, datetime], None] = _nothing
    before_change: Callable[[Any, datetime], None] = _nothing
    open: Callable[[Any], bool] = field(default=lambda row: True)
    add_title: str = ""
    change_title: str = ""

    @property
    def title(self) -> str:
        return self.plural[0].upper() + self.plural[1:]


CONTRACTS = Part(
    "contracts",
    "contract",
    "contracts",
    Contract,
    lambda today: Q(ends_on__isnull=True) | Q(ends_on__gte=today),
    add_title="Add a contract",
    change_title="Change a contract",
)
SUPPLY_CHAIN = Part(
    "supply-chain",
    "subcontractor",
    "supply chain",
    SupplyChain,
    lambda today: Q(ends_on__isnull=True) | Q(ends_on__gte=today),
    other="subcontractor",
    add_title="Add a subcontractor to the supply chain",
    change_title="Change a subcontractor's time in the supply chain",
)
AUTHORISED_CALLERS = Part(
    "authorised-callers",
    "authorised caller",
    "authorised callers",
    AuthorisedCaller,
    lambda today: Q(ended_on__isnull=True) | Q(ended_on__gt=today),
    other="company",
    add_title="Add an authorised caller",
    change_title="Change or end an authorised caller",
)
SPOCS = Part(
    "spocs",
    "single point of contact",
    "single points of contact",
    Spoc,
    lambda today: Q(ended_on__isnull=True) | Q(ended_on__gt=today),
    add_title="Add a single point of contact",
    change_title="Change or end a single point of contact",
)
SECURITY_PLANS = Part(
    "security-plans",
    "security plan",
    "security plan",
    SecurityPlan,
    lambda today: Q(replaced_on__isnull=True),
    not_future=("received_on", "deed_received_on", "accepted_on"),
    before_add=_replace_plan,
    open=lambda plan: plan.accepted_on is None and plan.replaced_on is None,
    add_title="Record a new security plan",
    change_title="Change the security plan",
)
WITHDRAWALS = Part(
    "withdrawals",
    "withdrawal",
    "withdrawal of the service",
    Withdrawal,
    lambda today: Q(reinstated_at__isnull=True),
    before_add=_withdraw,
    before_change=_reinstate,
    open=lambda withdrawal: withdrawal.reinstated_at is None,
    add_title="Withdraw the service",
    change_title="Reinstate the service",
)

PARTS: Mapping[str, Part] = MappingProxyType(
    {part.slug: part for part in (CONTRACTS, SUPPLY_CHAIN, AUTHORISED_CALLERS, SPOCS, SECURITY_PLANS, WITHDRAWALS)}
)
