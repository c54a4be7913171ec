"""Watching a provider's failed checks and what agents hear, and what BMT does about it (A5, A13; decision 0106).

What follows from a check is written with it, in its transaction, while the prime's row is locked: of two failures at
once the second counts the first.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.rules import Role
from audit.actions import Action
from audit.services import record
from notices.services import post
from providers.selectors import present_spocs

from .. import emails, watch
from ..models import AccessCode, Alert, Challenge, Heard, Hold
from ..rules.watch import MOST_HEARD, Ended, Kind, Limits, after_a_failure, heard, in_a_row
from .locks import lock_prime


class HoldOver(RuntimeError):
    """The hold has ended, or a new code ends it already."""


class NoReasonToRelease(ValueError):
    """Why a code may be used again is recorded with its release."""


def limits() -> Limits:
    return Limits(settings.CODE_FAILURES_ALERT, settings.CODE_FAILURES_HOLD)


def note_heard(challenge: Challenge, said: Sequence[str], *, at: datetime, agent: User | None) -> None:
    """Count what the agent heard of the code that a check was judged by, and alert BMT once that is most of it (A5)."""
    positions, code = heard(challenge.positions, said), challenge.code
    if agent is None or code is None or not positions:
        return
    Heard.objects.bulk_create(
        [Heard(agent=agent, code=code, position=position, challenge=challenge) for position in positions],
        ignore_conflicts=True,
    )
    count = Heard.objects.filter(agent=agent, code=code).count()
    if count >= MOST_HEARD and not Alert.objects.filter(agent=agent, code=code).exists():
        _raise_alert(Kind.HEARD, challenge, code, at=at, agent=agent)


def note_failure(challenge: Challenge, *, at: datetime) -> None:
    """After a failed check: alert BMT at the third in a row, put the code on hold at the fifth (A13)."""
    code = challenge.code
    if code is None:
        return
    streak = in_a_row(watch.newest_results(challenge.prime_id, at=at, most=limits().hold))
    for kind in after_a_failure(streak, limits()):
        if kind is Kind.ON_HOLD:
            hold = Hold.objects.create(prime_id=code.prime_id, code=code, challenge=challenge, held_at=at)
            record(
                Action.CODE_HELD, chain=f"provider:{code.prime_id}", actor=None, at=at, subject=f"code:{code.pk}",
                detail={"hold": hold.pk, "challenge": challenge.pk},
            )  # fmt: skip
            _tell_spocs(emails.HELD, hold, at=at)
        _raise_alert(kind, challenge, code, at=at)


@transaction.atomic
def release(*, hold_id: int, reason: str, at: datetime, actor: User) -> Hold:
    """Let a code that is on hold be used again, and say why. Raises NoReasonToRelease, Hold.DoesNotExist and HoldOver.

    The failures are counted from here again, the SPoCs are told, and the alerts that led to it need nobody any more.
    """
    if not reason.strip():
        raise NoReasonToRelease("A reason is needed to release a code.")
    lock_prime(Hold.objects.values_list("prime_id", flat=True).get(pk=hold_id))
    hold = Hold.objects.get(pk=hold_id)
    if hold.ended_at is not None:
        raise HoldOver(f"Hold {hold_id} has ended.")
    _end(hold, Ended.RELEASED, at=at, actor=actor, reason=reason.strip())
    led_to_it = Alert.objects.filter(code=hold.code_id, kind__in=(Kind.FAILURES, Kind.ON_HOLD), seen_at=None)
    # All are locked before the first goes into the record, as `see_alert` does.
    for alert in list(led_to_it.select_for_update(no_key=True).order_by("pk")):
        _see(alert, at=at, actor=actor)
    record(
        Action.CODE_RELEASED, chain=f"provider:{hold.prime_id}", actor=actor, at=at, subject=f"code:{hold.code_id}",
        detail={"hold": hold.pk},
    )  # fmt: skip
    _tell_spocs(emails.RELEASED, hold, at=at)
    return hold


def end_by_new_code(old: AccessCode, *, at: datetime, actor: User | None) -> None:
    """A new code takes the old one's place at `at`: that ends its hold (A13). The prime's row is locked."""
    for hold in Hold.objects.filter(code=old, ended_at=None):
        _end(hold, Ended.NEW_CODE, at=max(at, hold.held_at), actor=actor, reason=None)


@transaction.atomic
def see_alert(*, alert_id: int, at: datetime, actor: User) -> None:
    """Note that BMT has seen an alert. Seen again it has no effect. Raises Alert.DoesNotExist."""
    alert = Alert.objects.select_for_update(no_key=True).get(pk=alert_id)
    if alert.seen_at is None:
        _see(alert, at=at, actor=actor)


def _see(alert: Alert, *, at: datetime, actor: User) -> None:
    alert.seen_at, alert.seen_by = at, actor
    alert.save(update_fields=["seen_at", "seen_by"])
    record(
        Action.ALERT_SEEN, chain=f"provider:{alert.prime_id}", actor=actor, at=at, subject=alert.about,
        detail={"kind": alert.kind},
    )  # fmt: skip


def _tell_spocs(kind: str, hold: Hold, *, at: datetime) -> None:
    for spoc in present_spocs(at).filter(prime_id=hold.prime_id).order_by("pk"):
        post(kind=kind, recipient_id=spoc.user_id, about=hold.about, at=at)


def _end(hold: Hold, how: Ended, *, at: datetime, actor: User | None, reason: str | None) -> None:
    hold.ended_at, hold.ended_by, hold.ended_how, hold.reason = at, actor, how.value, reason
    hold.save(update_fields=["ended_at", "ended_by", "ended_how", "reason"])


def _raise_alert(
    kind: Kind, challenge: Challenge, code: AccessCode, *, at: datetime, agent: User | None = None
) -> None:
    alert = Alert.objects.create(
        kind=kind.value, prime_id=code.prime_id, code=code, challenge=challenge, agent=agent, raised_at=at
    )
    record(
        Action.ALERT_RAISED, chain=f"provider:{code.prime_id}", actor=None, at=at, subject=alert.about,
        detail={"kind": kind.value, "challenge": challenge.pk},
    )  # fmt: skip
    for person in User.objects.filter(role=Role.BMT, is_active=True).order_by("pk"):
        post(kind=emails.ALERT, recipient_id=person.pk, about=alert.about, at=at)
