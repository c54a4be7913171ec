"""Loading the approved list from a file (G4): every row is checked before the first is written.

What the file holds is added or brought up to date; what it does not hold stays. Columns: `docs/approved-list.md`.
"""

from .entries import COLUMNS
from .load import Loaded, NotAsShown, load, preview
from .plan import Effect, Plan
from .uploads import LARGEST, LARGEST_MB, NothingKept, confirm, extract_of, forget, keep, kept, sweep

__all__ = [
    "COLUMNS", "LARGEST", "LARGEST_MB", "Effect", "Loaded", "NotAsShown", "NothingKept", "Plan", "confirm",
    "extract_of", "forget", "keep", "kept", "load", "preview", "sweep",
]  # fmt: skip
