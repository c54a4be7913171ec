"""What a prime's single points of contact are told when the service is withdrawn and reinstated (E6)."""

from collections.abc import Callable
from datetime import datetime

from core import clock
from core.dates import with_weekday
from notices.kinds import Content, NotWanted, register
from notices.models import Notice

from . import selectors
from .models import Withdrawal

WITHDRAWN, REINSTATED = "service withdrawn", "service reinstated"


def register_all() -> None:
    """Let the outbox know who writes these."""
    register(WITHDRAWN, _of_withdrawal(withdrawn))
    register(REINSTATED, _of_withdrawal(reinstated))


def about(withdrawal: Withdrawal) -> str:
    """What an email about this withdrawal is about; one of each kind to each SPoC."""
    return f"withdrawal:{withdrawal.pk}"


def withdrawn(withdrawal: Withdrawal) -> Content:
    """Why, and what is needed to have it back. Not sent any more once it is reinstated."""
    if withdrawal.reinstated_at is not None:
        raise NotWanted
    prime = withdrawal.prime.name
    text = (
        f"DWP has withdrawn Provider Direct from {prime}, from {_moment(withdrawal.withdrawn_at)}.\n\n"
        f"The reason:\n\n{withdrawal.reason}\n\n"
        f"Until the service is reinstated nobody can call for {prime}, its subcontractors included. Please tell your "
        "authorised callers.\n\n"
        "To have the service reinstated, send the business management team your assurance of compliance: that Provider "
        "Direct is used for its intended purpose only, and what you have done to make sure of it. You do not need the "
        "service to raise a compliance doubt.\n"
    )
    return Content("Provider Direct: the service is withdrawn", text)


def reinstated(withdrawal: Withdrawal) -> Content:
    """That callers can ring again, and on whose assurance."""
    if withdrawal.reinstated_at is None or withdrawal.assured_on is None:
        raise NotWanted
    prime, assured_on = withdrawal.prime.name, with_weekday(withdrawal.assured_on)
    text = (
        f"Provider Direct is reinstated for {prime}, from {_moment(withdrawal.reinstated_at)}.\n\n"
        f"It rests on the assurance of compliance that {withdrawal.assured_by} gave on {assured_on}. "
        "Please make sure that your authorised callers know what the service is for.\n\n"
        "Authorised callers can call as before, with the access code in force.\n"
    )
    return Content("Provider Direct: the service is reinstated", text)


def _of_withdrawal(compose: Callable[[Withdrawal], Content]) -> Callable[[Notice], Content]:
    """Only for someone who is still one of that prime's SPoCs when it is sent."""

    def composed(notice: Notice) -> Content:
        withdrawal = Withdrawal.objects.select_related("prime").get(pk=notice.about.partition(":")[2])
        spocs = selectors.present_spocs(clock.now()).filter(prime=withdrawal.prime_id, user=notice.recipient_id)
        if not spocs.exists():
            raise NotWanted
        return compose(withdrawal)

    return composed


def _moment(at: datetime) -> str:
    there = at.astimezone(clock.LONDON)
    return f"{there:%H:%M} on {with_weekday(there)}"
