"""What waits for somebody: documents to acknowledge, SPoCs to ring, primes without one (A8, A10). One query each."""

from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from notices.models import Notice
from notices.rules import State
from providers.selectors import present_spocs

from . import emails
from .issuing import primes_of
from .models import Copy
from .progress import newest_copies
from .rules.calendar import issue_covering


def to_acknowledge(user_id: int, at: datetime) -> int:
    """Documents that were sent to this person as a SPoC of today, and that nobody has acknowledged."""
    about = Concat(Value("copy:"), Cast(OuterRef("pk"), CharField()))
    arrived = Notice.objects.filter(kind=emails.DOCUMENT, about=about, state__in=[State.SENT, State.UNCERTAIN])
    return _silent(at).filter(Exists(arrived), spoc__user=user_id).count()


def to_ring(at: datetime) -> int:
    """SPoCs' copies of a code in force that nobody has acknowledged: their callers may not have the code."""
    return _silent(at).filter(code__in_force_from__lte=at).count()


def without_spoc(at: datetime) -> int:
    """Primes with a contract that no code can be sent to: nobody is their SPoC."""
    served = present_spocs(at).values("prime")
    return primes_of(issue_covering(at), at).exclude(pk__in=served).count()


def _silent(at: datetime) -> "QuerySet[Copy]":
    """The newest copies, of codes in force or to come, that present SPoCs have not acknowledged."""
    live = Q(code__stopped_at=None) | Q(code__stopped_at__gt=at)
    since = issue_covering(at).in_force_from
    return newest_copies().filter(
        live, acknowledged_at=None, code__destroyed_at=None, code__in_force_from__gte=since,
        spoc__in=present_spocs(at),
    )  # fmt: skip
