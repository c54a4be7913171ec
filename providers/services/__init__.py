"""Writes to the approved list, and the one question that calls ask of it."""

from .appointing import Appointed, appoint_spoc
from .assessing import Assessment, assess_caller
from .ending import end_altogether, end_in_chain
from .keeping import Settled, Stale, add_part, add_provider, change_part, change_provider
from .own_callers import AlreadyEnded, NotASpoc, authorise_caller, end_caller
from .plans import assess_plan, record_deed, send_plan
from .withdrawing import AlreadyWithdrawn, NotWithdrawn, reinstate, withdraw

__all__ = [
    "AlreadyEnded",
    "AlreadyWithdrawn",
    "Appointed",
    "Assessment",
    "NotASpoc",
    "NotWithdrawn",
    "Settled",
    "Stale",
    "add_part",
    "add_provider",
    "appoint_spoc",
    "assess_caller",
    "assess_plan",
    "authorise_caller",
    "change_part",
    "change_provider",
    "end_altogether",
    "end_caller",
    "end_in_chain",
    "record_deed",
    "reinstate",
    "send_plan",
    "withdraw",
]
