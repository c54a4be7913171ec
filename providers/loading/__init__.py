"""Loading the approved list from a file (G4): every row is checked before the first is written.

What the file holds is added or brought up to date; what it does not hold stays. Columns: `docs/approved-list.md`.
"""

from .load import load

__all__ = ["load"]
