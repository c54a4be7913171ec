"""Reading security plans: where each stands, what was decided, and what may be decided next (E4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from .models import PlanAssessment, SecurityPlan
from .rules.plans import PlanFacts, PlanState, Verdict, may_record_deed, plan_state, verdicts_open

EARLIER_SHOWN = 20


@dataclass(frozen=True)
class PlanSheet:
    """A plan with everything that was decided about it, the first first."""

    plan: SecurityPlan
    state: PlanState
    assessments: tuple[PlanAssessment, ...]
    verdicts: tuple[Verdict, ...]
    may_record_deed: bool

    @property
    def reasons(self) -> str:
        """Those of the newest decision."""
        return self.assessments[-1].reasons if self.assessments else ""


@dataclass(frozen=True)
class OwnPlans:
    """A prime's plans: the one that gives access, the one that waits, and the newest of those that are over."""

    in_force: PlanSheet | None
    waiting: PlanSheet | None
    earlier: tuple[PlanSheet, ...]

    @property
    def set_aside(self) -> PlanSheet | None:
        """The plan that is no longer accepted, while no other has taken its place."""
        newest = self.earlier[0] if self.earlier else None
        return newest if self.in_force is None and newest and newest.state is PlanState.SET_ASIDE else None


def facts(plan: SecurityPlan) -> PlanFacts:
    """What the plan's state depends on. One query, unless its assessments were fetched before."""
    found = list(plan.assessments.all())
    return plan.facts(Verdict(found[-1].verdict) if found else None)


def sheet(plan: SecurityPlan) -> PlanSheet:
    """One plan. One query, unless its assessments were fetched before."""
    known = facts(plan)
    return PlanSheet(
        plan, plan_state(known), tuple(plan.assessments.all()), verdicts_open(known), may_record_deed(known)
    )


def of_prime(prime_id: int) -> OwnPlans:
    """All that a prime's pages show of its plans. Two queries."""
    sheets = _sheets(SecurityPlan.objects.filter(prime=prime_id).order_by("-pk")[: EARLIER_SHOWN + 2])
    current = [each for each in sheets if each.plan.replaced_on is None]
    return OwnPlans(
        in_force=next((each for each in current if each.plan.accepted_on), None),
        waiting=next((each for each in current if not each.plan.accepted_on), None),
        earlier=tuple(each for each in sheets if each.plan.replaced_on),
    )


def one(prime_id: int, plan_id: int) -> PlanSheet:
    """One plan of a prime. Raises SecurityPlan.DoesNotExist, for another prime's too. Two queries."""
    return sheet(_fetched(SecurityPlan.objects.filter(prime=prime_id)).get(pk=plan_id))


def waiting() -> list[PlanSheet]:
    """Plans that are neither accepted nor over, those to be assessed first, then the longest waiting. Two queries."""
    sheets = _sheets(SecurityPlan.objects.filter(replaced_on=None, accepted_on=None).order_by("received_on", "pk"))
    return sorted(sheets, key=lambda each: list(PlanState).index(each.state))


def to_assess() -> int:
    """How many plans the business management team has to assess. Two queries."""
    return sum(each.state is PlanState.TO_ASSESS for each in waiting())


def in_force(prime_id: int) -> SecurityPlan | None:
    """The plan that gives access, if any. One query."""
    return SecurityPlan.objects.filter(prime=prime_id, replaced_on=None, accepted_on__isnull=False).first()


def newest_mark(prime_id: int) -> str:
    """Names how things stand: rows are only added and versions only rise, so it changes with each deed. One query."""
    counted = SecurityPlan.objects.filter(prime=prime_id).aggregate(rows=Count("pk"), versions=Sum("version"))
    return f"{counted['rows']}.{counted['versions'] or 0}"


def _sheets(plans: "QuerySet[SecurityPlan]") -> list[PlanSheet]:
    return [sheet(plan) for plan in _fetched(plans)]


def _fetched(plans: "QuerySet[SecurityPlan]") -> "QuerySet[SecurityPlan]":
    return plans.select_related("prime", "sent_by__user").prefetch_related("assessments__assessed_by")


def states(plans: Iterable[SecurityPlan]) -> dict[int, PlanState]:
    """Where each of these stands. One query."""
    shown = list(plans)
    last: dict[int, Verdict] = {}
    for plan_id, verdict in PlanAssessment.objects.filter(plan__in=shown).order_by("pk").values_list("plan", "verdict"):
        last[plan_id] = Verdict(verdict)
    return {plan.pk: plan_state(plan.facts(last.get(plan.pk))) for plan in shown}
