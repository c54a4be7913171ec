"""Reading outages: the present one for every page, and all of them for those who look back (L5)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from notices import selectors as notices
from notices.rules import State

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
    newest = Expectation.objects.filter(outage=OuterRef("pk")).order_by("-number")
    found = Outage.objects.filter(ended_at=None).annotate(
        expected=Subquery(newest.values("ends_at")[:1]), until_then=Subquery(newest.values("to_do")[:1])
    )
    row = found.values_list("pk", "nature", "declared_at", "expected", "until_then").first()
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
class Told:
    """How far the emails have come that told SPoCs one thing, and whom they have not reached."""

    what: str
    sent: int
    overtaken: int
    not_reached: list[str]


def told(outage: Outage, newest: Expectation) -> list[Told]:
    """What SPoCs were told: that there is an outage, what is expected now, that it is over. Two queries for each."""
    said = [("That there is an outage", emails.DECLARED, outage.about)]
    if newest.number > 1:
        said.append(("What is expected now", emails.PUT_RIGHT, newest.about))
    if outage.ended_at is not None:
        said.append(("That it is over", emails.OVER, outage.about))
    return [_told(what, kind, about) for what, kind, about in said]


def _told(what: str, kind: str, about: str) -> Told:
    counted = notices.counts(kind=kind, abouts=[about])
    return Told(what, counted[State.SENT], counted[State.WITHDRAWN], notices.not_reached(kind=kind, abouts=[about]))
