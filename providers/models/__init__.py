"""The approved provider list: who may call, for whom and from when to when (E1 to E4, E6).

Rows are ended, never deleted. Each carries a version, so that a change made from an old page is refused.
"""

from .base import OfPrime, Provider, Versioned
from .people import AuthorisedCaller, Spoc
from .standing import PlanAssessment, SecurityPlan, Withdrawal
from .trading import Contract, SupplyChain
from .upload import Upload
from .why import Why

__all__ = [
    "AuthorisedCaller",
    "Contract",
    "OfPrime",
    "PlanAssessment",
    "Provider",
    "SecurityPlan",
    "Spoc",
    "SupplyChain",
    "Upload",
    "Versioned",
    "Why",
    "Withdrawal",
]
