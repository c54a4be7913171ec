"""Declaring an outage, putting right what is expected of it, and ending it (L5; WP 56; MWA 50).

Every SPoC is told each time, in the same transaction: nobody is told of what did not happen, nor left untold.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.models import User
from audit import services as audit
from audit.actions import Action
from notices.services import post
from providers.selectors import present_spocs

from .. import emails
from ..models import Expectation, Outage
from ..rules import LONGEST_OUTAGE

CHAIN = "line"
UNCHANGED = (
    "Nothing is changed, so no SPoC is told again. Change when it is expected to be over, or what providers should do, "
    "or cancel"
)


class OutageOpen(RuntimeError):
    """An outage has been declared and goes on: there is one at a time."""

    def __init__(self, outage_id: int) -> None:
        super().__init__(outage_id)
        self.outage_id = outage_id


class OutageOver(RuntimeError):
    """The outage has been ended."""


class Moved(RuntimeError):
    """Somebody has put right what is expected since the page was shown."""


@transaction.atomic
def declare(*, nature: str, ends_at: datetime | None, to_do: str, actor: User, at: datetime) -> Outage:
    """Say that the line cannot take calls, how long it is expected to last (None: not known) and what to do meanwhile.

    From then on no call is opened, every page says so, and every SPoC is sent an email. Raises OutageOpen, and
    ValidationError by field.
    """
    _one_at_a_time()
    still_open = Outage.objects.filter(ended_at=None).first()
    if still_open:
        raise OutageOpen(still_open.pk)
    outage = Outage(nature=_plain(nature), declared_at=at, declared_by=actor)
    outage.full_clean(validate_constraints=False)
    outage.save()
    _expect(outage, 1, ends_at, to_do, actor, at)
    _tell(Action.OUTAGE_DECLARED, emails.DECLARED, outage, outage.about, actor, at)
    return outage


@transaction.atomic
def put_right(
    *, outage_id: int, seen: int, ends_at: datetime | None, to_do: str, actor: User, at: datetime
) -> Expectation:
    """Say what is expected now. `seen` is the number of the expectation that the page was drawn from.

    Raises Outage.DoesNotExist, OutageOver, Moved where `seen` is not the newest, and ValidationError, by field or where
    nothing else is expected than before: every SPoC would be sent the same again.
    """
    outage = _going_on(outage_id)
    newest = outage.expectations.latest("number")
    if seen != newest.number:
        raise Moved
    if (ends_at, _plain(to_do)) == (newest.ends_at, newest.to_do):
        raise ValidationError(UNCHANGED)
    told = _expect(outage, newest.number + 1, ends_at, to_do, actor, at)
    _tell(Action.OUTAGE_PUT_RIGHT, emails.PUT_RIGHT, outage, told.about, actor, at)
    return told


@transaction.atomic
def end(*, outage_id: int, done: str, actor: User, at: datetime) -> Outage:
    """Say that the line can take calls again, and what was done.

    Raises Outage.DoesNotExist, OutageOver, and ValidationError by field.
    """
    outage = _going_on(outage_id)
    outage.ended_at, outage.ended_by, outage.done = at, actor, _plain(done)
    if not outage.done:
        raise ValidationError({"done": "Enter what was done"})
    outage.clean_fields()
    outage.save(update_fields=["ended_at", "ended_by", "done"])
    _tell(Action.OUTAGE_ENDED, emails.OVER, outage, outage.about, actor, at)
    return outage


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('line: outages', 0))")


def _going_on(outage_id: int) -> Outage:
    outage = Outage.objects.select_for_update().get(pk=outage_id)
    if outage.ended_at is not None:
        raise OutageOver
    return outage


def _expect(
    outage: Outage, number: int, ends_at: datetime | None, to_do: str, actor: User, at: datetime
) -> Expectation:
    if ends_at is not None and not at < ends_at <= at + LONGEST_OUTAGE:
        raise ValidationError({"ends_on": "The expected end must be in the future, and within a year"})
    told = Expectation(outage=outage, number=number, ends_at=ends_at, to_do=_plain(to_do), told_at=at, told_by=actor)
    told.full_clean(validate_constraints=False)
    told.save()
    return told


def _tell(action: Action, kind: str, outage: Outage, about: str, actor: User, at: datetime) -> None:
    """One email to each SPoC, and the record."""
    people = list(present_spocs(at).order_by("user_id").values_list("user_id", flat=True))
    for user_id in people:
        post(kind=kind, recipient_id=user_id, about=about, at=at)
    audit.record(action, chain=CHAIN, actor=actor, subject=outage.about, detail={"spocs": len(people)}, at=at)


def _plain(text: str) -> str:
    return " ".join(text.split())
