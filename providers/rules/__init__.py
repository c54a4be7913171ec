"""Who may call, and how names are found. Pure: no Django, no database, no clock."""

from .eligibility import (
    CALLER_WORDS,
    CallerFacts,
    Ineligible,
    holds_on,
    plan_counts,
    reasons_against,
    runs_on,
)

__all__ = ["CALLER_WORDS", "CallerFacts", "Ineligible", "holds_on", "plan_counts", "reasons_against", "runs_on"]
