"""Writes to the approved list, and the one question that calls ask of it."""

from .assessing import Assessment, assess_caller
from .keeping import Settled, Stale, add_part, add_provider, change_part, change_provider

__all__ = [
    "Assessment",
    "Settled",
    "Stale",
    "add_part",
    "add_provider",
    "assess_caller",
    "change_part",
    "change_provider",
]
