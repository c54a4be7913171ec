"""Who may call, and how names are found. Pure: no Django, no database, no clock."""

from .eligibility import (
    CallerFacts,
    Ineligible,
    holds_on,
    plan_counts,
    reasons_against,
    runs_on,
)

__all__ = ["CallerFacts", "Ineligible", "holds_on", "plan_counts", "reasons_against", "runs_on"]
