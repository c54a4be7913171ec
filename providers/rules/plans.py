"""Where a security plan stands, and what may be decided about it next (E4; WP 17, 18; MWA 10, 11). Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What the business management team decides about a plan. Each but the first needs reasons."""

    ACCEPTED = "accepted"
    CHANGES = "changes asked for"
    DEED = "Deed of Variation required"
    SET_ASIDE = "no longer accepted"


class PlanState(StrEnum):
    """The value is the word on the pages."""

    TO_ASSESS = "Waiting to be assessed"
    DEED_AWAITED = "Waiting for the Deed of Variation"
    CHANGES = "Changes asked for"
    IN_FORCE = "Accepted"
    SET_ASIDE = "No longer accepted"
    REPLACED = "Replaced"

    @property
    def colour(self) -> str:
        """The colour of its label; the word says the same."""
        red = {PlanState.CHANGES, PlanState.SET_ASIDE}
        blue = {PlanState.TO_ASSESS, PlanState.DEED_AWAITED}
        if self is PlanState.IN_FORCE:
            return "green"
        return "red" if self in red else "blue" if self in blue else "grey"


@dataclass(frozen=True)
class PlanFacts:
    """The facts about a plan that its state depends on. `last` is the newest verdict."""

    accepted: bool
    over: bool
    needs_deed: bool
    has_deed: bool
    last: Verdict | None

    @property
    def waiting(self) -> bool:
        """Neither accepted nor over: something is still to be done about it."""
        return not self.accepted and not self.over

    @property
    def lacks_deed(self) -> bool:
        return self.needs_deed and not self.has_deed


def plan_state(facts: PlanFacts) -> PlanState:
    """Where the plan stands."""
    if facts.over:
        return PlanState.SET_ASIDE if facts.last is Verdict.SET_ASIDE else PlanState.REPLACED
    if facts.accepted:
        return PlanState.IN_FORCE
    if facts.last is Verdict.CHANGES:
        return PlanState.CHANGES
    return PlanState.DEED_AWAITED if facts.lacks_deed else PlanState.TO_ASSESS


def verdicts_open(facts: PlanFacts) -> tuple[Verdict, ...]:
    """What may be decided now. A plan that was found wanting can be assessed again, and so can an accepted one."""
    if not facts.waiting:
        return (Verdict.SET_ASIDE,) if facts.accepted and not facts.over else ()
    accept = () if facts.lacks_deed else (Verdict.ACCEPTED,)
    ask = () if facts.last is Verdict.CHANGES else (Verdict.CHANGES,)
    deed = () if facts.needs_deed else (Verdict.DEED,)
    return (*accept, *ask, *deed)


def may_record_deed(facts: PlanFacts) -> bool:
    """Whether the receipt of a Deed of Variation is still to be recorded."""
    return facts.waiting and facts.lacks_deed
