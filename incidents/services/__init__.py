"""Sending a proforma, deciding on it, and marking a breach (B1, B3, B4). Each happens once and stands."""

from .deciding import AlreadyDecided, CodeChange, NoReasons, Raised, decide
from .marking import AlreadyMarked, BadReference, mark_breach
from .sending import Incomplete, send

__all__ = [
    "AlreadyDecided", "AlreadyMarked", "BadReference", "CodeChange", "Incomplete", "NoReasons", "Raised", "decide",
    "mark_breach", "send",
]  # fmt: skip
