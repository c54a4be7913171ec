"""Sending one email: claim it, make it, hand it over, and mark what came of it (A9).

A worker may be killed between any two of these. What it leaves behind says how far it came: an email that was claimed
and not handed over was not sent, one that was handed over and not marked may have been.
"""

from typing import Any

import structlog
from django.db import transaction
from django.db.models import F

from core import clock

from .. import composing, kinds, selectors, smtp
from ..models import Notice
from ..rules import FOLLOWS, Event, Reason, State, wait_before

log = structlog.get_logger(__name__)


class ClaimLost(Exception):
    """Another has the email now: this sender was thought dead."""


def send(*, notice_id: int) -> None:
    """Send an email that is due. Of two at once, or of two deliveries of the same task, one sends and one does nothing.

    What goes wrong is recorded on the email and never raised: a refusal for now is tried again later, a refusal for
    good or an end that is not known waits for a person. Must not be called inside a transaction.
    """
    notice = _claim(notice_id)
    if notice is None:
        return
    try:
        parcel = composing.parcel(notice)
        smtp.hand_over(parcel, before_data=lambda: _begin_handing_over(notice))
    except kinds.NotWanted:
        _close(notice, Event.NOT_WANTED, withdrawn_at=clock.now())
    except smtp.Refused as refused:
        _turned_away(notice, refused)
    except smtp.Unknown:
        _close(notice, Event.LOST_AFTER, reason=Reason.CUT_OFF)
    except ClaimLost:
        log.warning("notice_claim_lost", notice=notice.pk)
    else:
        _close(notice, Event.DELIVERED, sent_at=clock.now(), reason="", reply=None)


def _claim(notice_id: int) -> Notice | None:
    """The email, now ours and committed as such; None where it is not waiting or not due."""
    now = clock.now()
    with transaction.atomic(durable=True):
        claimed = (
            selectors.due(at=now)
            .filter(pk=notice_id)
            .update(state=State.SENDING, claimed_at=now, handed_over_at=None, attempts=F("attempts") + 1)
        )
        return Notice.objects.select_related("recipient").get(pk=notice_id) if claimed else None


def _begin_handing_over(notice: Notice) -> None:
    """The last moment at which this email is surely not sent. Raises ClaimLost where it is another's by now."""
    if not _ours(notice).filter(state=State.SENDING, handed_over_at=None).update(handed_over_at=clock.now()):
        raise ClaimLost


def _turned_away(notice: Notice, refused: smtp.Refused) -> None:
    why = {"reason": refused.reason, "reply": refused.reply}
    if refused.for_good:
        _close(notice, Event.TURNED_DOWN, **why)
    else:
        later = clock.now() + wait_before(notice.attempts)
        _close(notice, Event.PUT_OFF, not_before=later, queued_at=None, **why)


def _close(notice: Notice, event: Event, **facts: Any) -> None:
    """Record the end of this claim, unless the email has gone on without it."""
    allowed, following = FOLLOWS[event]
    closed = _ours(notice).filter(state__in=allowed).update(state=following, **facts)
    log.info("notice", notice=notice.pk, kind=notice.kind, happened=event.value, recorded=bool(closed))


def _ours(notice: Notice) -> Any:
    return Notice.objects.filter(pk=notice.pk, attempts=notice.attempts)
