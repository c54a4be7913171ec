"""Writes to the approved list, and the one question that calls ask of it."""

from .assessing import Assessment, assess_caller

__all__ = ["Assessment", "assess_caller"]
