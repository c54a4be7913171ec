"""Input for the approved list."""

from .base import PageForm
from .deeds import EndForm, InviteSpocForm, ReinstateForm, WithdrawForm
from .plans import AssessmentForm, DeedForm, SecurityPlanForm
from .rows import PART_FORMS, ChangeProviderForm, ProviderForm, SearchForm

__all__ = [
    "PART_FORMS", "AssessmentForm", "ChangeProviderForm", "DeedForm", "EndForm", "InviteSpocForm", "PageForm",
    "ProviderForm", "ReinstateForm", "SearchForm", "SecurityPlanForm", "WithdrawForm",
]  # fmt: skip
