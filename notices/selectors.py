"""Reading the outbox. Nothing here opens the text of an email."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from .models import Notice
from .rules import LATE_AFTER, NEEDS_A_PERSON, REASON_WORDS, Reason, State


@dataclass(frozen=True)
class Standing:
    """How far an email has come."""

    notice_id: int
    state: State
    not_before: datetime
    sent_at: datetime | None
    reason: str


def standings(*, kind: str, abouts: Collection[str]) -> dict[str, Standing]:
    """How far the emails of a kind about these things have come, by what they are about. One query.

    Where several people are told about the same thing, it is the last one's.
    """
    found = Notice.objects.filter(kind=kind, about__in=abouts).order_by("id")
    return {notice.about: _standing(notice) for notice in found}


def counts(*, kind: str | None = None, abouts: Collection[str] | None = None) -> dict[State, int]:
    """How many emails are in each state: all, those of a kind, or those of a kind about these things. One query."""
    rows = Notice.objects.all()
    if kind is not None:
        rows = rows.filter(kind=kind)
    if abouts is not None:
        rows = rows.filter(about__in=abouts)
    found = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state.value, 0) for state in State}


def posted(*, kind: str, about: str) -> int:
    """How many people are told about this thing by an email of this kind. One query."""
    return Notice.objects.filter(kind=kind, about=about).count()


def not_reached(*, kind: str, abouts: Collection[str]) -> list[tuple[int, str]]:
    """The ids and names of those whose email of a kind about these things has not gone, in order. One query."""
    held_up = Notice.objects.filter(kind=kind, about__in=abouts).exclude(state__in=[State.SENT, State.WITHDRAWN])
    people = held_up.order_by("recipient__full_name", "recipient_id")
    return list(people.values_list("recipient_id", "recipient__full_name"))


def due(*, at: datetime) -> QuerySet[Notice]:
    """The emails that can be sent now, whether they lie in the queue or not."""
    return Notice.objects.filter(state=State.WAITING, not_before__lte=at)


def outbox(*, state: str = "", kind: str = "") -> QuerySet[Notice]:
    """Every email, newest first, or those in a state and of a kind."""
    wanted = {name: value for name, value in (("state", state), ("kind", kind)) if value}
    return Notice.objects.filter(**wanted).select_related("recipient").defer("ciphertext", "nonce", "key_id")


def waiting_for_a_person() -> QuerySet[Notice]:
    """Emails that may have been sent, or were refused: the oldest first."""
    return outbox().filter(state__in=NEEDS_A_PERSON).order_by("id")


def late(*, at: datetime) -> int:
    """How many should have gone an hour ago: something is wrong with the mail server or the workers."""
    due_long_ago = Q(not_before__lte=at - LATE_AFTER)
    put_off_for_long = ~Q(reason="") & Q(created_at__lte=at - LATE_AFTER)
    return Notice.objects.filter(due_long_ago | put_off_for_long, state=State.WAITING).count()


def kinds_in_use() -> list[str]:
    return list(Notice.objects.order_by("kind").values_list("kind", flat=True).distinct())


def why(notice: Notice) -> str:
    """Why an email is not sent, in words, with the mail server's code where it gave one."""
    if not notice.reason:
        return ""
    words = REASON_WORDS[Reason(notice.reason)]
    return f"{words} (code {notice.reply})" if notice.reply else words


def _standing(notice: Notice) -> Standing:
    return Standing(notice.pk, notice.state_now, notice.not_before, notice.sent_at, why(notice))
