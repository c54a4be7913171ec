"""Closing the line for a day, and opening it again (L1). Kept by the business management team."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.models import User
from audit import services as audit
from audit.actions import Action

from ..holidays import bank_holidays
from ..models import Closure
from ..rules import trouble_with_closure

CHAIN = "line"


class ClosurePast(ValueError):
    """The day of the closure is over: it happened, and stays on record."""


@transaction.atomic
def add_closure(*, day: date, reason: str, actor: User, today: date) -> Closure:
    """Close the line on a day, from that moment on where it is today.

    Raises ValidationError, by field, for a day that is past, years ahead, shut anyway or closed already, and for no
    reason.
    """
    _one_writer_at_a_time()
    if trouble := trouble_with_closure(day, today=today, bank_holidays=bank_holidays()):
        raise ValidationError({"date": trouble})
    closure = Closure(date=day, reason=" ".join(reason.split()))
    closure.full_clean()
    closure.save()
    _record("closed", closure, actor)
    return closure


@transaction.atomic
def remove_closure(*, closure_id: int, actor: User, today: date) -> date:
    """Take away a closure; the day it was for. Raises Closure.DoesNotExist, or ClosurePast for a day that is over."""
    _one_writer_at_a_time()
    closure = Closure.objects.get(pk=closure_id)
    if closure.date < today:
        raise ClosurePast
    _record("opened again", closure, actor)
    closure.delete()
    return closure.date


def _one_writer_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('line: closures', 0))")


def _record(change: str, closure: Closure, actor: User) -> None:
    # The reason is free text, which the record never holds: it stands with the closure.
    detail = {"change": change, "date": closure.date.isoformat()}
    audit.record(Action.CLOSURE_CHANGED, chain=CHAIN, actor=actor, subject=f"closure:{closure.pk}", detail=detail)
