"""Security plans: as they come, and what is decided about them (E4)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from core.forms import (
    DateField3,
    RadioField,
    TextareaField,
    YesNoField,
)

from ..rules.plans import Verdict
from .base import PageForm

# Each verdict as it is chosen, and what it does.
VERDICTS: Mapping[Verdict, tuple[str, str]] = MappingProxyType(
    {
        Verdict.ACCEPTED: ("Accept the plan", "It is in force at once, in place of any plan before it."),
        Verdict.CHANGES: (
            "Ask for changes",
            "The plan is not accepted as it is. A plan that was accepted before it stays in force.",
        ),
        Verdict.DEED: ("Require a Deed of Variation", "The plan cannot be accepted before the deed is received."),
        Verdict.SET_ASIDE: ("No longer accept the plan", "Nobody can call for this provider from now on."),
    }
)


class SecurityPlanForm(PageForm):
    """A plan that came by letter or email; one that a SPoC sends on the portal records itself."""

    how_kept = TextareaField(
        label="How the access code is kept secure",
        help_text="The provider's detailed explanation",
        missing="Enter how the access code is kept secure",
        max_length=4000,
        rows=8,
    )
    received_on = DateField3(label="Day on which it was received", noun="Day of receipt")
    needs_updating = YesNoField(
        label="Does the provider's security plan need updating?", help_text="If so, a Deed of Variation is required."
    )


class AssessmentForm(PageForm):
    """The decision about a security plan. Only what may be decided now is offered."""

    def __init__(self, *args: Any, verdicts: Sequence[Verdict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_be_empty = " They may be left empty when the plan is accepted." if Verdict.ACCEPTED in verdicts else ""
        self.fields["verdict"] = RadioField(
            label="What do you decide?",
            missing="Select what you decide",
            choices=[(verdict.value, VERDICTS[verdict][0]) for verdict in verdicts],
            hints={verdict.value: VERDICTS[verdict][1] for verdict in verdicts},
        )
        self.fields["reasons"] = TextareaField(
            label="Reasons",
            help_text=f"The single point of contact reads them.{may_be_empty}",
            required=False,
            max_length=2000,
        )


class DeedForm(PageForm):
    """The receipt of a Deed of Variation."""

    received_on = DateField3(label="When was the Deed of Variation received?", noun="Day of receipt")
