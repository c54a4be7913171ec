"""Ending a subcontractor, in one prime's supply chain or altogether (E2), for a reason that Annex B asks about too."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core.clock import LONDON
from providers.models import Provider, SupplyChain
from providers.parts import SUPPLY_CHAIN
from providers.rules.ending import EndReason

from .keeping import Settled, change_part, change_provider, one_writer_at_a_time

DAY = timedelta(days=1)


@transaction.atomic
def end_in_chain(
    *,
    prime_id: int,
    link_id: int,
    version: int,
    last_day: date,
    reason: EndReason,
    why: str,
    actor: User | None,
    now: datetime,
) -> SupplyChain:
    """Take a subcontractor out of one prime's supply chain after its last day.

    Raises SupplyChain.DoesNotExist, Settled where it is out already, Stale, or ValidationError by field.
    """
    one_writer_at_a_time()
    link = SupplyChain.objects.get(pk=link_id, prime=prime_id)
    if link.ends_on is not None and link.ends_on < now.astimezone(LONDON).date():
        raise Settled
    _end(link, last_day, reason, why, actor, now, version=version)
    link.refresh_from_db()
    return link


@transaction.atomic
def end_altogether(
    *, provider_id: int, version: int, last_day: date, reason: EndReason, why: str, actor: User | None, now: datetime
) -> Provider:
    """Take a subcontractor off the list after its last day, and out of every supply chain that it is in.

    Raises Provider.DoesNotExist (a prime provider too), Settled, Stale, or ValidationError by field.
    """
    one_writer_at_a_time()
    provider = Provider.objects.get(pk=provider_id, is_prime=False)
    if provider.ended_on is not None and provider.ended_on <= now.astimezone(LONDON).date():
        raise Settled
    if last_day == date.max:
        raise ValidationError({"last_day": "The last day must be earlier"})
    values = {"ended_on": last_day + DAY, "end_reason": reason.value}
    ended = change_provider(provider_id=provider_id, version=version, values=values, why=why, actor=actor)
    for link in SupplyChain.objects.filter(subcontractor=provider, starts_on__lte=last_day).order_by("pk"):
        if link.ends_on is None or link.ends_on > last_day:
            _end(link, last_day, reason, why, actor, now, version=link.version)
    return ended


def _end(
    link: SupplyChain, last_day: date, reason: EndReason, why: str, actor: User | None, now: datetime, *, version: int
) -> None:
    try:
        change_part(
            part=SUPPLY_CHAIN, prime_id=link.prime_id, row_id=link.pk, version=version,
            values={"ends_on": last_day, "end_reason": reason.value}, why=why, actor=actor, now=now,
        )  # fmt: skip
    except ValidationError as refused:
        raise ValidationError({"last_day": refused.messages}) from None
