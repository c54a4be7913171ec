"""Keeping the line: closures (L1) and outages (L5)."""

from .closures import ClosurePast, add_closure, remove_closure
from .outages import Moved, OutageOpen, OutageOver, declare, end, put_right

__all__ = [
    "ClosurePast", "Moved", "OutageOpen", "OutageOver", "add_closure", "declare", "end", "put_right", "remove_closure",
]  # fmt: skip
