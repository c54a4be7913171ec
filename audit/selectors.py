"""Reading the record (G2): pages of a fixed cost, whatever the size of the table."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet, Subquery

from core.clock import LONDON

from .actions import Action
from .models import AuditEvent

PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which events to show; what is None or blank does not matter. Dates are days in London, both included."""

    actor_id: int | None = None
    action: Action | None = None
    actions: frozenset[Action] = frozenset()
    chain: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Page:
    """Events, newest first, and the ids from which the pages beside this one start (None where there is none)."""

    events: Sequence[AuditEvent]
    older: int | None
    newer: int | None


@dataclass(frozen=True)
class ChainPage:
    """Events of one chain, oldest first, and the positions from which the pages beside this one start."""

    events: Sequence[AuditEvent]
    after: int | None
    before: int | None


class AsWritten:
    """By id: nothing needs sorting, and no event comes before one that was read already."""

    def older(self, events: QuerySet[AuditEvent], than: int | None) -> QuerySet[AuditEvent]:
        """Newest first, from the event after `than`."""
        return (events if than is None else events.filter(pk__lt=than)).order_by("-pk")

    def newer(self, events: QuerySet[AuditEvent], than: int) -> QuerySet[AuditEvent]:
        """Oldest first, from the event after `than`."""
        return events.filter(pk__gt=than).order_by("pk")


class InTime:
    """By time, and by id within a moment. By id alone the whole record would be walked until the dates are met."""

    def older(self, events: QuerySet[AuditEvent], than: int | None) -> QuerySet[AuditEvent]:
        """Newest first, from the event after `than`."""
        if than is not None:
            at = _moment_of(than)
            events = events.filter(Q(at__lt=at) | Q(pk__lt=than), at__lte=at)
        return events.order_by("-at", "-pk")

    def newer(self, events: QuerySet[AuditEvent], than: int) -> QuerySet[AuditEvent]:
        """Oldest first, from the event after `than`."""
        at = _moment_of(than)
        return events.filter(Q(at__gt=at) | Q(pk__gt=than), at__gte=at).order_by("at", "pk")


AS_WRITTEN, IN_TIME = AsWritten(), InTime()


def page(wanted: Filter, *, before: int | None = None, after: int | None = None, size: int = PAGE_SIZE) -> Page:
    """The events next older than `before`, or next newer than `after`, or the newest. One query.

    Within dates events stand in the order of their time, which has an index that begins where the dates do; without
    dates in the order in which they were written.
    """
    order = IN_TIME if wanted.since or wanted.until else AS_WRITTEN
    events = AuditEvent.objects.filter(**_conditions(wanted)).select_related("actor")
    if after is not None:
        found = list(order.newer(events, after)[: size + 1])
        shown = found[:size][::-1]
        return Page(shown, older=shown[-1].pk if shown else None, newer=shown[0].pk if len(found) > size else None)
    found = list(order.older(events, before)[: size + 1])
    shown = found[:size]
    newer = shown[0].pk if shown and before is not None else None
    return Page(shown, older=shown[-1].pk if len(found) > size else None, newer=newer)


def chain_page(chain: str, *, after: int = 0, size: int = PAGE_SIZE) -> ChainPage:
    """One chain from the position that follows `after`. One query."""
    events = AuditEvent.objects.filter(chain=chain, position__gt=after).select_related("actor")
    found = list(events.order_by("position")[: size + 1])
    shown = found[:size]
    return ChainPage(
        shown,
        after=shown[-1].position if len(found) > size else None,
        before=max(after - size, 0) if after else None,
    )


def about(*, chain: str, subjects: Collection[str]) -> list[AuditEvent]:
    """The events of one chain about any of these, oldest first, with who did it. One query."""
    events = AuditEvent.objects.filter(chain=chain, subject__in=list(subjects)).select_related("actor")
    return list(events.order_by("position"))


def latest_moments(*, chain: str, action: Action, count: int) -> list[datetime]:
    """When the action was last recorded in the chain, newest first."""
    events = AuditEvent.objects.filter(chain=chain, action=action).order_by("-position")
    return list(events.values_list("at", flat=True)[:count])


def happened(*, chain: str, action: Action) -> bool:
    """Whether the action stands in the chain. One query."""
    return bool(AuditEvent.objects.filter(chain=chain, action=action).exists())


def between(actions: Collection[Action], *, since: datetime, until: datetime) -> list[AuditEvent]:
    """Every event of these kinds from `since` to before `until`, with its actor, the newest first. One query."""
    events = AuditEvent.objects.filter(action__in=list(actions), at__gte=since, at__lt=until)
    return list(events.select_related("actor").order_by("-at", "-pk"))


def _conditions(wanted: Filter) -> dict[str, object]:
    conditions = {
        "actor_id": wanted.actor_id,
        "action": wanted.action,
        "action__in": sorted(wanted.actions) or None,
        "chain": wanted.chain or None,
        "at__gte": _midnight(wanted.since) if wanted.since else None,
        "at__lt": _midnight(wanted.until + timedelta(days=1)) if wanted.until else None,
    }
    return {key: value for key, value in conditions.items() if value is not None}


def _moment_of(event_id: int) -> Subquery:
    return Subquery(AuditEvent.objects.filter(pk=event_id).values("at"))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)
