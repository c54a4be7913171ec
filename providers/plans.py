"""Reading security plans: where each stands, what was decided, and what may be decided next (E4)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from .models import PlanAssessment, Provider, SecurityPlan
from .rules.plans import PlanFacts, PlanState, Verdict, may_record_deed, plan_state, verdicts_open
from .selectors import present_spocs

EARLIER_SHOWN = 20


def primes_with_plan(today: date) -> QuerySet[SecurityPlan, Any]:
    """The primes whose plan counts that day, for a query of others: `SecurityPlan.counts_on`, asked of the database."""
    has_deed = Q(needs_updating=False, deed_asked_on=None) | Q(deed_received_on__lte=today)
    return SecurityPlan.objects.filter(has_deed, replaced_on=None, accepted_on__lte=today).values("prime")


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
    """How many plans the business management team has to assess: PlanState.TO_ASSESS. One query."""
    needs_deed = Q(needs_updating=True) | Q(deed_asked_on__isnull=False)
    waits = SecurityPlan.objects.filter(replaced_on=None, accepted_on=None)
    return waits.exclude(needs_deed, deed_received_on=None).exclude(_found_wanting()).count()


def to_send(user_id: int, *, now: datetime) -> int:
    """Whether a SPoC's prime has to send a plan: it has none, or changes were asked for. One query."""
    current = SecurityPlan.objects.filter(prime=OuterRef("pk"), replaced_on=None)
    wanting = current.filter(_found_wanting(), accepted_on=None)
    primes = Provider.objects.filter(pk__in=present_spocs(now).filter(user=user_id).values("prime"))
    return primes.filter(~Exists(current) | Exists(wanting)).count()


def _found_wanting() -> Q:
    """Plans whose newest verdict is that changes are asked for."""
    verdicts = PlanAssessment.objects.filter(plan=OuterRef("pk")).order_by("-pk").values("verdict")
    # No verdict yet is told as empty: a comparison with nothing would be neither true nor false.
    return Q(Exact(Coalesce(Subquery(verdicts[:1]), Value("")), Verdict.CHANGES.value))


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
