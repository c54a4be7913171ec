"""Handing one message to the mail server, and saying for certain what came of it, or that it is not certain.

`smtplib` by itself and not Django's backend: that one tells that something failed, not whether it was before or after
the message was on its way (decision 0081). No exception here carries what the server said: servers quote addresses.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TypedDict

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings

from .rules import Reason

# Out of time is like a line that is lost. Every exception of smtplib is an OSError.
LINE_LOST = (OSError, SoftTimeLimitExceeded)


class _Ours(TypedDict):
    local_hostname: str
    timeout: float


@dataclass(frozen=True)
class Parcel:
    """A message and the two addresses on its envelope. Its contents are in nobody's `repr`."""

    sender: str = field(repr=False)
    recipient: str = field(repr=False)
    message: bytes = field(repr=False)


class Refused(Exception):
    """The message was certainly not taken. `for_good` where trying again by itself would not help."""

    def __init__(self, reason: Reason, *, for_good: bool, reply: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.for_good, self.reply = reason, for_good, reply


class Unknown(Exception):
    """The message was on its way when the line was lost: the server may have taken it."""


def hand_over(parcel: Parcel, *, before_data: Callable[[], None]) -> None:
    """Give the message to the mail server. `before_data` is called once the server takes both addresses, right before
    the message goes over the line; what it raises stops everything.

    Raises Refused, or Unknown.
    """
    with _line() as line:
        _envelope(line, parcel)
        before_data()
        _data(line, parcel.message)
        with suppress(*LINE_LOST):
            line.quit()


@contextmanager
def _line() -> Iterator[smtplib.SMTP]:
    """A connection that is ready to take mail, encrypted and signed in where the settings say so."""
    line = _connected()
    try:
        _prepare(line)
        yield line
    finally:
        line.close()


def _connected() -> smtplib.SMTP:
    """The host is given to the constructor: a certificate is held against the name that it keeps."""
    where = (settings.EMAIL_HOST, settings.EMAIL_PORT)
    ours: _Ours = {
        "local_hostname": settings.DEFAULT_FROM_EMAIL.rpartition("@")[2], "timeout": settings.EMAIL_TIMEOUT
    }  # fmt: skip
    try:
        if settings.EMAIL_USE_SSL:
            return smtplib.SMTP_SSL(*where, **ours, context=ssl.create_default_context())
        return smtplib.SMTP(*where, **ours)
    except smtplib.SMTPConnectError as error:
        raise Refused(Reason.UNREACHABLE, for_good=False, reply=_code(error.smtp_code)) from None
    except LINE_LOST:
        raise Refused(Reason.UNREACHABLE, for_good=False) from None


def _prepare(line: smtplib.SMTP) -> None:
    try:
        line.ehlo_or_helo_if_needed()
        if settings.EMAIL_USE_TLS:
            line.starttls(context=ssl.create_default_context())
            line.ehlo()
        if settings.EMAIL_HOST_USER:
            line.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except smtplib.SMTPAuthenticationError as error:
        raise Refused(Reason.SIGN_IN, for_good=False, reply=_code(error.smtp_code)) from None
    except LINE_LOST:
        raise Refused(Reason.UNREACHABLE, for_good=False) from None


def _envelope(line: smtplib.SMTP, parcel: Parcel) -> None:
    try:
        # A refusal of our own address is a fault of the settings: once they are mended, the message goes.
        _expect(line.mail(parcel.sender)[0], Reason.SENDER, for_good=False)
        _expect(line.rcpt(parcel.recipient)[0], Reason.RECIPIENT, for_good=True)
    except LINE_LOST:
        raise Refused(Reason.UNREACHABLE, for_good=False) from None


def _data(line: smtplib.SMTP, message: bytes) -> None:
    try:
        reply = line.data(message)[0]
    except smtplib.SMTPDataError as error:  # it did not want the message at all, which then was not sent
        reply = max(error.smtp_code, 400)
    except LINE_LOST:
        raise Unknown from None
    if not 200 <= reply < 600:
        raise Unknown
    _expect(reply, Reason.MESSAGE, for_good=True)


def _expect(reply: int, reason: Reason, *, for_good: bool) -> None:
    """Nothing for a reply of 2xx. Raises Refused: for now with 4xx, and with 5xx for the reason given."""
    if 200 <= reply < 300:
        return
    if reply >= 500:
        raise Refused(reason, for_good=for_good, reply=_code(reply))
    raise Refused(Reason.NOT_NOW, for_good=False, reply=_code(reply))


def _code(reply: int) -> int | None:
    """A mail server's code; None for what is no code."""
    return reply if 100 <= reply <= 999 else None
