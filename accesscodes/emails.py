"""The emails about codes, composed by the worker as each is sent (A7, A8, A10, B3)."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.rules import Role
from core import clock
from core.dates import in_words, with_weekday
from notices.kinds import Attachment, Content, NotWanted, register
from notices.models import Notice
from providers.selectors import present_spocs

from . import sealing
from .document import Letter, encrypted
from .models import AccessCode, Alert, Copy, Hold
from .rules.watch import Ended, Kind
from .selectors import is_live, spocs_to_send_to

DOCUMENT, UNLOCK_CODE, CHANGED = "access code document", "access code unlock code", "access code changed"
FIRST_REMINDER, SECOND_REMINDER = "access code first reminder", "access code second reminder"
ALERT = "access code alert"
HELD, RELEASED = "access code on hold", "access code released"
ALERTED = {
    Kind.FAILURES: "Access code checks of callers of {prime} have failed several times in a row.",
    Kind.ON_HOLD: (
        "The access code of {prime} is on hold after failed checks. None of its callers can use the service until you "
        "release the code or change it."
    ),
    Kind.HEARD: "One agent has heard most of the characters of the access code of {prime}.",
}
FILE_NAME = "Provider Direct access code from {since}{again}.docx"


def register_all() -> None:
    """Let the outbox know who writes these."""
    register(DOCUMENT, _of_copy(document))
    register(UNLOCK_CODE, _of_copy(unlock_code))
    register(FIRST_REMINDER, _of_copy(reminder))
    register(SECOND_REMINDER, _of_copy(reminder))
    register(CHANGED, changed)
    register(ALERT, alert)
    register(HELD, held)
    register(RELEASED, released)


def document(copy: Copy) -> Content:
    """The encrypted document, made now and kept nowhere. The unlock code is not in it."""
    letter = Letter(copy.spoc.prime.name, sealing.unseal(copy.code), _local(copy.code.in_force_from))
    file = encrypted(letter, unlock_code=sealing.unseal_unlock_code(copy))
    text = (
        f"The document with this email holds the access code of {copy.spoc.prime.name}, in force from "
        f"{_moment(copy.code.in_force_from)}. It is encrypted.\n\n"
        f"{_how_to_acknowledge()} You are then sent the unlock code that opens it, in an email of its own.\n"
    )
    return Content(
        f"Provider Direct: your access code document{_again(copy)}", text, (Attachment(file_name(copy), file),)
    )


def unlock_code(copy: Copy) -> Content:
    """What opens the document, once it is acknowledged and not before (A8)."""
    if copy.acknowledged_at is None:
        raise NotWanted
    text = (
        f"You acknowledged the access code document of {copy.spoc.prime.name} on {_moment(copy.acknowledged_at)}. It "
        f"is the document with the code in force from {_moment(copy.code.in_force_from)}, named "
        f"“{file_name(copy)}”. This opens it, and no other:\n\n    {sealing.unseal_unlock_code(copy)}\n\n"
        "Type or copy it with its hyphens. Keep it apart from the document, and delete this email when you have opened "
        "it.\n\nIf you did not acknowledge a document, tell the business management team at once.\n"
    )
    return Content(f"Provider Direct: the unlock code for your document{_again(copy)}", text)


def file_name(copy: Copy) -> str:
    """The document's name: it tells one code's document, and one sent again, from another; it says nothing of the code.

    Each copy has its own unlock code, and the email that brings it names the document by this.
    """
    since = _local(copy.code.in_force_from)
    return FILE_NAME.format(since=f"{in_words(since)} {since:%H%M}", again=_again(copy))


def _again(copy: Copy) -> str:
    return f", sent again ({copy.number})" if copy.number > 1 else ""


def reminder(copy: Copy) -> Content:
    """To those who have not acknowledged by Thursday, and by Friday (A10)."""
    if copy.acknowledged_at is not None:
        raise NotWanted
    text = (
        f"You were sent the access code document of {copy.spoc.prime.name} on {_day(copy.made_at)} and have not "
        f"acknowledged it. The code is in force from {_moment(copy.code.in_force_from)}; the present one ends then.\n\n"
        f"{_how_to_acknowledge()} If the document did not reach you, say so and it is sent again.\n"
    )
    return Content("Provider Direct: please acknowledge your access code document", text)


def changed(notice: Notice) -> Content:
    """The present code stops before its month is over (B3)."""
    new = AccessCode.objects.select_related("prime", "replaces__old").get(pk=notice.about.partition(":")[2])
    if not is_live(new, clock.now()) or not _still_spoc(notice, new.prime_id):
        raise NotWanted
    since, given_up = _local(new.in_force_from), new.replaces.old
    may_have_it = spocs_to_send_to(clock.now()).filter(prime=new.prime_id).exists()
    text = (
        f"The access code of {new.prime.name} is being changed. The present one stops on {_day(since)} at "
        f"{since:%H:%M}. Nobody can use it after that; the new one is in force from the same moment.\n\n"
        f"{_instead(given_up) if given_up.given_up else ''}"
        f"{COMES if may_have_it else COMES_WITH_A_PLAN} Please tell your authorised callers that the code changes.\n"
    )
    return Content("Provider Direct: your access code is being changed", text)


COMES = (
    "The new code comes as always: first the encrypted document, then, when you have acknowledged it, the unlock code."
)
COMES_WITH_A_PLAN = "The new code is sent to you once your organisation's security plan is accepted."


def _instead(code: AccessCode) -> str:
    return (
        f"The code that was to be in force from {_moment(code.in_force_from)} is given up: nobody can use it, then or "
        "later. If you have its document, delete it.\n\n"
    )


def held(notice: Notice) -> Content:
    """To each present SPoC as a hold begins, until it has ended (A13). No code, no position, no name of a caller."""
    hold = _hold_of(notice)
    if hold.ended_at is not None and hold.ended_at <= clock.now():
        raise NotWanted
    since = _local(hold.held_at)
    text = (
        f"The access code of {hold.prime.name} is on hold since {_day(since)} at {since:%H:%M}, because access code "
        "checks failed one after the other. None of your callers can use the service until the business management "
        "team releases the code or changes it.\n\n"
        "What to do: ask your authorised callers whether each of them has the present code, and whether anybody else "
        "may know it. Then ring the business management team. Never write the code, or a part of it, into an email.\n"
    )
    return Content("Provider Direct: your access code is on hold", text)


def released(notice: Notice) -> Content:
    """To each present SPoC when its code can be used again (A13)."""
    hold = _hold_of(notice)
    if hold.ended_how != Ended.RELEASED.value or hold.ended_at is None:
        raise NotWanted
    since = _local(hold.ended_at)
    text = (
        f"The access code of {hold.prime.name} is not on hold any more: since {_day(since)} at {since:%H:%M} your "
        "callers can use the service again, with the same code as before. Please tell them.\n"
    )
    return Content("Provider Direct: your access code can be used again", text)


def alert(notice: Notice) -> Content:
    """To each of BMT, until somebody has seen it (A13). No code, no position, no name of an agent or a caller."""
    raised = Alert.objects.select_related("prime").get(pk=notice.about.partition(":")[2])
    recipient = User.objects.filter(pk=notice.recipient_id, role=Role.BMT, is_active=True)
    if raised.seen_at is not None or not recipient.exists():
        raise NotWanted
    page = f"{settings.SITE_URL}{reverse('access-codes-alerts')}" if settings.SITE_URL else "the page of alerts"
    text = (
        f"{ALERTED[Kind(raised.kind)].format(prime=raised.prime.name)}\n\n"
        f"It was raised on {_day(raised.raised_at)} at {_local(raised.raised_at):%H:%M}. What to do is on {page}.\n"
    )
    return Content(f"Provider Direct: {raised.kind[0].lower()}{raised.kind[1:]}", text)


def _hold_of(notice: Notice) -> Hold:
    """What an email about a hold is about. Raises NotWanted where it goes to nobody who is the prime's SPoC today."""
    hold = Hold.objects.select_related("prime").get(pk=notice.about.partition(":")[2])
    if not _still_spoc(notice, hold.prime_id):
        raise NotWanted
    return hold


def _still_spoc(notice: Notice, prime_id: int) -> bool:
    """Whether an email goes to somebody who is the prime's SPoC as it is sent."""
    return present_spocs(clock.now()).filter(prime=prime_id, user=notice.recipient_id).exists()


def _how_to_acknowledge() -> str:
    page = f"{settings.SITE_URL}{reverse('access-codes-mine')}" if settings.SITE_URL else "your page of Provider Direct"
    return f"Please acknowledge that you have it: sign in at {page} or answer this email."


def _of_copy(compose: Callable[[Copy], Content]) -> Callable[[Notice], Content]:
    def composer(notice: Notice) -> Content:
        copy = Copy.objects.select_related("spoc__prime", "spoc__user", "code").get(pk=notice.about.partition(":")[2])
        if not still_wanted(copy, user_id=notice.recipient_id, at=clock.now()):
            raise NotWanted
        return compose(copy)

    return composer


def still_wanted(copy: Copy, *, user_id: int, at: datetime) -> bool:
    """Whether anything should still go to this person about this copy (A7, A9, B3): the newest, of a code that lives.

    Asked as it is made known and again as each email is sent: whoever stops being a SPoC in between is sent nothing.
    """
    if not present_spocs(at).filter(pk=copy.spoc_id, user=user_id).exists():
        return False
    newer = Copy.objects.filter(spoc=copy.spoc_id, code=copy.code_id, number__gt=copy.number)
    return is_live(copy.code, at) and copy.destroyed_at is None and not newer.exists()


def _day(moment: datetime) -> str:
    return with_weekday(_local(moment))


def _moment(moment: datetime) -> str:
    return f"{_day(moment)} at {_local(moment):%H:%M}"


def _local(moment: datetime) -> datetime:
    return moment.astimezone(clock.LONDON)
