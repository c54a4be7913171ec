"""Reading complaints: who may see which, and what waits for whom."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.rules import Role
from calls.models import Call, HandOver
from providers.models import Provider, Spoc
from providers.selectors import present_spocs

from .models import Complaint, Evidence, Stage
from .rules import About, deals_with

if TYPE_CHECKING:
    from accounts.models import User


def visible_to(user: "User") -> QuerySet[Complaint]:
    """Every complaint that this person may read, the newest first. Two queries.

    Nobody reads a complaint about a call that they held, to its end or not, but whoever entered it; an agent reads what
    they entered; the performance manager reads what is about the service.
    """
    role = Role(user.role)
    seen = {
        Role.BMT: Q(), Role.AUDITOR: Q(),
        Role.TEAM_LEADER: Q(about=About.AGENT.value) | Q(entered_by=user.pk),
        Role.PERFORMANCE_MANAGER: Q(about=About.SERVICE.value),
        Role.AGENT: Q(entered_by=user.pk),
    }.get(role, Q(pk__in=[]))  # fmt: skip
    handed_on = HandOver.objects.filter(call=OuterRef("call"), from_holder=user.pk)
    held = Q(call__isnull=False, call__holder=user.pk) | Q(Exists(handed_on))
    return _whole(Complaint.objects.filter(seen).filter(Q(entered_by=user.pk) | ~held))


def programmes_called(prime_id: int) -> set[str]:
    """What the prime's calls were about, those refused for want of a contract among them. One query."""
    return set(Call.objects.filter(prime=prime_id).order_by().values_list("programme", flat=True).distinct())


def of_spoc(spoc: Spoc) -> QuerySet[Complaint]:
    """The complaints of a SPoC's own prime (G1). Two queries."""
    return _whole(Complaint.objects.filter(prime=spoc.prime_id))


def waiting_for(user: "User") -> int:
    """How many complaints wait for an answer by this person. One query."""
    open_here = Stage.objects.filter(
        complaint=OuterRef("pk"), answer=None, kind__in=[kind.value for kind in deals_with(Role(user.role))]
    )
    return visible_to(user).filter(Exists(open_here)).count()


def answered_for(user_id: int, *, now: datetime) -> int:
    """How many complaints of a SPoC's prime have an answer of which nobody has said whether it will do. One query."""
    own = present_spocs(now).filter(user=user_id).values("prime")
    return Stage.objects.filter(complaint__prime__in=own, answer__isnull=False, satisfied=None).count()


def evidence_of(complaint: Complaint, evidence_id: int) -> Evidence | None:
    return complaint.evidence.select_related("complaint").filter(pk=evidence_id).first()


def programme_of_call(prime_id: int, ref: str) -> str | None:
    """What the prime's call with this reference was about; None where it made no such call. One query."""
    return Call.objects.filter(ref=ref, prime=prime_id).values_list("programme", flat=True).first()


def primes() -> QuerySet[Provider]:
    """Whose complaints can be entered: every prime, by name, ended ones too. One query."""
    return Provider.objects.filter(is_prime=True).order_by("name_words", "pk")


def _whole(found: QuerySet[Complaint]) -> QuerySet[Complaint]:
    return found.select_related("prime", "call", "entered_by").prefetch_related("stages")
