"""The email to a SPoC about a decision on its prime's security plan (E4). What the plan says is never in it."""

from collections.abc import Mapping
from types import MappingProxyType

from django.conf import settings
from django.urls import reverse

from core import clock
from core.dates import in_words
from notices.kinds import Content, NotWanted, register
from notices.models import Notice

from . import plans
from .models import PlanAssessment
from .rules.plans import Verdict
from .selectors import spoc_of

PLAN_ASSESSED = "security plan assessed"

# By verdict: the subject, and what it means. A test holds this against the verdicts that there are.
WORDS: Mapping[Verdict, tuple[str, str]] = MappingProxyType(
    {
        Verdict.ACCEPTED: ("your security plan is accepted", "is accepted, and is in force from now on"),
        Verdict.CHANGES: ("your security plan needs changes", "is not accepted as it is. The reasons are on your page"),
        Verdict.DEED: (
            "a Deed of Variation is required",
            "cannot be accepted before a Deed of Variation is received. The reasons are on your page",
        ),
        Verdict.SET_ASIDE: (
            "your security plan is no longer accepted",
            "is no longer accepted. The reasons are on your page",
        ),
    }
)


def register_all() -> None:
    """Let the outbox know who writes these."""
    register(PLAN_ASSESSED, plan_assessed)


def about(assessment: PlanAssessment) -> str:
    """What an email about this decision is about; one to each SPoC."""
    return f"plan-assessment:{assessment.pk}"


def plan_assessed(notice: Notice) -> Content:
    """What was decided, and where to read why."""
    assessments = PlanAssessment.objects.select_related("plan__prime")
    decided = assessments.get(pk=notice.about.partition(":")[2])
    plan, spoc = decided.plan, spoc_of(notice.recipient_id, clock.now())
    if spoc is None or spoc.prime_id != plan.prime_id or plan.assessments.filter(pk__gt=decided.pk).exists():
        raise NotWanted
    subject, meaning = WORDS[Verdict(decided.verdict)]
    sent = in_words(plan.received_on)
    text = f"The security plan of {plan.prime.name} of {sent} {meaning}.\n\n{_access(plan.prime_id)}{_where()}\n"
    return Content(f"Provider Direct: {subject}", text)


def _access(prime_id: int) -> str:
    if plans.in_force(prime_id) is not None:
        return ""
    return "Nobody can call for your organisation until a security plan is accepted.\n\n"


def _where() -> str:
    page = f"{settings.SITE_URL}{reverse('plans-mine')}" if settings.SITE_URL else "your page of Provider Direct"
    return f"Sign in to see your security plan: {page}."
