"""Security plans: sent by the SPoC, assessed by the business management team, in force (E4; WP 17, 18; MWA 10, 11).

What was sent is never reworded and a decision never taken back: there is another plan, or another assessment.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from accounts.models import User
from core.clock import LONDON
from notices.services import post
from providers import plans
from providers.models import PlanAssessment, SecurityPlan
from providers.parts import SECURITY_PLANS
from providers.plan_emails import PLAN_ASSESSED, about
from providers.rules.plans import Verdict, may_record_deed, verdicts_open
from providers.selectors import present_spocs

from .keeping import Settled, Stale, add_part, one_writer_at_a_time, record_change
from .own_callers import spoc_under_lock


@transaction.atomic
def send_plan(
    *, how_kept: str, what_changes: str, needs_updating: bool, after: str, actor: User, now: datetime
) -> SecurityPlan:
    """Send the own prime's plan, the first or a changed one (WP 17, 18).

    `after` is what `plans.newest_mark` gave for the page: where another plan was sent or decided since, Stale. Raises
    NotASpoc, or ValidationError by field.
    """
    spoc, today = spoc_under_lock(actor, now), now.astimezone(LONDON).date()
    if after != plans.newest_mark(spoc.prime_id):
        raise Stale
    if not what_changes.strip() and plans.in_force(spoc.prime_id) is not None:
        raise ValidationError({"what_changes": "Enter what changes, and from when"})
    values = {
        "how_kept": how_kept, "what_changes": what_changes.strip(), "needs_updating": needs_updating,
        "received_on": today, "sent_by": spoc,
    }  # fmt: skip
    sent = add_part(part=SECURITY_PLANS, prime_id=spoc.prime_id, values=values, actor=actor, now=now)
    assert isinstance(sent, SecurityPlan)  # noqa: S101
    return sent


@transaction.atomic
def assess_plan(
    *, plan_id: int, version: int, verdict: Verdict, reasons: str, actor: User | None, now: datetime
) -> PlanAssessment:
    """Decide about a plan, and tell the prime's SPoCs (E4).

    Raises SecurityPlan.DoesNotExist, Stale, Settled where this cannot be decided now, or ValidationError by field.
    """
    plan = _locked(plan_id, version)
    if verdict not in verdicts_open(plans.facts(plan)):
        raise Settled
    if not reasons.strip() and verdict is not Verdict.ACCEPTED:
        raise ValidationError({"reasons": "Enter the reasons: the single point of contact reads them"})
    assessment = PlanAssessment.objects.create(
        plan=plan, plan_version=plan.version, verdict=verdict.value, reasons=reasons.strip(), assessed_at=now,
        assessed_by=actor,
    )  # fmt: skip
    _put_into_effect(plan, verdict, now.astimezone(LONDON).date())
    _save(plan, verdict.value, actor)
    for spoc in present_spocs(now).filter(prime=plan.prime_id).order_by("pk"):
        post(kind=PLAN_ASSESSED, recipient_id=spoc.user_id, about=about(assessment), at=now)
    return assessment


@transaction.atomic
def record_deed(*, plan_id: int, version: int, received_on: date, actor: User | None, now: datetime) -> SecurityPlan:
    """Record that the Deed of Variation was received. Raises as `assess_plan` does."""
    plan = _locked(plan_id, version)
    if not may_record_deed(plans.facts(plan)):
        raise Settled
    if received_on > now.astimezone(LONDON).date():
        raise ValidationError({"received_on": "The date must be today or in the past"})
    plan.deed_received_on = received_on
    _save(plan, "Deed of Variation received", actor)
    return plan


def _locked(plan_id: int, version: int) -> SecurityPlan:
    """The plan as it stands once all other changes of the list are done."""
    one_writer_at_a_time()
    plan = SecurityPlan.objects.get(pk=plan_id)
    if plan.version != version:
        raise Stale
    return plan


def _put_into_effect(plan: SecurityPlan, verdict: Verdict, today: date) -> None:
    if verdict is Verdict.ACCEPTED:
        before = SecurityPlan.objects.filter(prime=plan.prime_id, replaced_on=None, accepted_on__isnull=False)
        before.update(replaced_on=today, version=F("version") + 1)
        plan.accepted_on = today
    elif verdict is Verdict.DEED:
        plan.deed_asked_on = today
    elif verdict is Verdict.SET_ASIDE:
        plan.replaced_on = today


def _save(plan: SecurityPlan, change: str, actor: User | None) -> None:
    plan.version += 1
    plan.save()
    noun = SECURITY_PLANS.noun
    record_change(
        plan.prime_id, actor=actor, subject=f"{noun}:{plan.pk}", detail={"part": noun, "change": change, "fields": []}
    )
