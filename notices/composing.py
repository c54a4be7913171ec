"""From a row of the outbox to the bytes that go over the line: one sender, one recipient, one fixed Message-ID."""

import traceback
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import localtime
from pathlib import Path

import structlog
from django.conf import settings

from . import kinds, sealing
from .models import Notice
from .rules import Reason
from .smtp import Parcel, Refused

log = structlog.get_logger(__name__)
# Plain ASCII on the line, whatever the text: no server on the way needs to know more.
ON_THE_LINE = policy.SMTP.clone(cte_type="7bit")


def parcel(notice: Notice) -> Parcel:
    """The email, ready to be handed over. Raises kinds.NotWanted, and Refused where it cannot be made.

    No text of an exception leaves this function: it could quote what the email says.
    """
    if not notice.recipient.is_active:
        raise Refused(Reason.SWITCHED_OFF, for_good=True)
    try:
        return _parcel(notice, _content(notice))
    except kinds.NotWanted:
        raise
    except Exception as error:  # noqa: BLE001 - a composer may fail in any way; the email stays, and is tried again
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        # Not log.exception: a traceback ends with the exception's own text.
        log.error(  # noqa: TRY400
            "notice_not_composed", notice=notice.pk, kind=notice.kind, error=type(error).__name__, where=where
        )
        raise Refused(Reason.NOT_COMPOSED, for_good=False) from None


def _content(notice: Notice) -> kinds.Content:
    if notice.key_id:
        return kinds.Content(subject=notice.subject, text=sealing.unseal(notice))
    composer = kinds.composer_of(notice.kind)
    if composer is None:
        raise kinds.NothingToSay
    return composer(notice)


def _parcel(notice: Notice, content: kinds.Content) -> Parcel:
    sender = _address("Provider Direct", settings.DEFAULT_FROM_EMAIL)
    recipient = _address(notice.recipient.full_name, notice.recipient.email)
    email = EmailMessage(policy=ON_THE_LINE)
    email["From"], email["To"], email["Subject"] = sender, recipient, content.subject
    email["Message-ID"] = notice.message_id
    email["Date"] = localtime()  # the true time, also where a demonstration's clock runs ahead
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(content.text)
    for file in content.attachments:
        main, _, sub = file.media_type.partition("/")
        email.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return Parcel(sender=sender.addr_spec, recipient=recipient.addr_spec, message=email.as_bytes())


def _address(name: str, address: str) -> Address:
    """An address whose domain is written as the line wants it."""
    mailbox, _, domain = address.rpartition("@")
    return Address(name, username=mailbox, domain=domain.encode("idna").decode("ascii"))
