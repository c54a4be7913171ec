"""Reading outages: the present one for every page, and all of them for those who look back (L5)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from core.clock import LONDON
from notices import selectors as notices
from notices.rules import State
from providers import selectors as providers
from providers.models import Provider

from . import emails, rules
from .models import Expectation, Outage


@dataclass(frozen=True)
class PresentOutage:
    """The outage that goes on now, as SPoCs were told of it last."""

    outage_id: int
    nature: str
    since: datetime
    ends_at: datetime | None
    to_do: str

    def expected(self, now: datetime) -> str:
        """How long it is expected to last, as a sentence."""
        return rules.expected_words(self.ends_at, now)


def present_outage() -> PresentOutage | None:
    """The outage that has been declared and not ended, or None. One query, on an index of at most one row."""
    newest_first = Outage.objects.filter(ended_at=None).order_by("-expectations__number")
    row = newest_first.values_list(
        "pk", "nature", "declared_at", "expectations__ends_at", "expectations__to_do"
    ).first()
    return PresentOutage(*row) if row else None


def overdue(now: datetime) -> int:
    """How many outages go on that should be over, or of which nobody knows yet how long: 0 or 1. One query."""
    newest = Expectation.objects.filter(outage=OuterRef("pk")).order_by("-number").values("ends_at")[:1]
    going_on = Outage.objects.filter(ended_at=None).annotate(expected=Subquery(newest))
    return going_on.filter(Q(expected=None) | Q(expected__lte=now)).count()


def outages() -> "QuerySet[Outage]":
    """Every outage, the newest first."""
    return Outage.objects.select_related("declared_by", "ended_by")


def expectations(outage_id: int) -> list[Expectation]:
    """What SPoCs were told to expect of it, the newest first."""
    return list(Expectation.objects.filter(outage=outage_id).select_related("told_by").order_by("-number"))


@dataclass(frozen=True)
class ToRing:
    """A SPoC whom an email has not reached; no telephone and no prime where the list holds none today."""

    name: str
    telephone: str = ""
    prime: str = ""


@dataclass(frozen=True)
class Told:
    """How far the emails have come that told SPoCs one thing, and whom they have not reached."""

    what: str
    sent: int
    overtaken: int
    not_reached: list[ToRing]


def told(outage: Outage, newest: Expectation, *, at: datetime) -> list[Told]:
    """What SPoCs were told: that there is an outage, what is expected now, that it is over. Three queries for each."""
    said = [("That there is an outage", emails.DECLARED, outage.about)]
    if newest.number > 1:
        said.append(("What is expected now", emails.PUT_RIGHT, newest.about))
    if outage.ended_at is not None:
        said.append(("That it is over", emails.OVER, outage.about))
    return [_told(what, kind, about, at) for what, kind, about in said]


def nobody_to_tell(outage: Outage, *, at: datetime) -> list[Provider]:
    """The primes with a contract that have no SPoC to be told, while there is something to tell. One query at most."""
    news = outage.ended_at is None or outage.ended_at.astimezone(LONDON).date() == at.astimezone(LONDON).date()
    return providers.primes_without_spoc(at) if news else []


def _told(what: str, kind: str, about: str, at: datetime) -> Told:
    counted, held_up = notices.counts(kind=kind, abouts=[about]), notices.not_reached(kind=kind, abouts=[about])
    rows = {spoc.user_id: spoc for spoc in providers.present_spocs(at).select_related("prime")} if held_up else {}
    to_ring = [
        ToRing(name, rows[user_id].telephone, rows[user_id].prime.name) if user_id in rows else ToRing(name)
        for user_id, name in held_up
    ]
    return Told(what, counted[State.SENT], counted[State.WITHDRAWN], to_ring)
