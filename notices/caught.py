"""What the demonstration's mail catcher (`dev/mail.py`) has taken in: a file for each email, newest first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path
from typing import cast

from django.conf import settings

ENDING = ".eml"
NAME = re.compile(r"[0-9]{1,30}-[0-9a-f]{1,32}")  # and so no name that leads elsewhere


class NoSuchLetter(LookupError):
    """There is no email or attachment of that name."""


@dataclass(frozen=True)
class Letter:
    """An email as its recipient would see it."""

    name: str
    to: str
    subject: str
    at: datetime | None
    text: str
    attachments: tuple[str, ...]


def is_there() -> bool:
    """Whether this is a demonstration with a mail catcher."""
    return bool(settings.DEMONSTRATION and settings.MAIL_CATCHER_FOLDER)


def names(*, to: str | None = None) -> list[str]:
    """The names of all emails or of those to one address, newest first: a name begins with when it came."""
    every = sorted((path.stem for path in _folder().glob(f"*{ENDING}")), reverse=True)
    return every if to is None else [name for name in every if NAME.fullmatch(name) and _is_to(_read(name), to)]


def letter(name: str, *, to: str | None = None) -> Letter:
    """The email of that name. Raises NoSuchLetter, also where it was sent to another address than the one given."""
    email = _email(name, to)
    body, stamped = email.get_body(("plain",)), email["Date"]
    return Letter(
        name=name,
        to=str(email["To"]),
        subject=str(email["Subject"]),
        at=stamped.datetime if stamped else None,
        text=str(body.get_content()) if body else "",
        attachments=tuple(file.get_filename() or "attachment" for file in _files(email)),
    )


def attachment(name: str, number: int, *, to: str | None = None) -> tuple[str, str, bytes]:
    """A file of an email, counted from 0: its name, media type and content. Raises NoSuchLetter as `letter` does."""
    files = list(_files(_email(name, to)))
    if number >= len(files):
        raise NoSuchLetter
    file = files[number]
    return file.get_filename() or "attachment", file.get_content_type(), cast(bytes, file.get_payload(decode=True))


def _folder() -> Path:
    return Path(settings.MAIL_CATCHER_FOLDER)


def _email(name: str, to: str | None) -> EmailMessage:
    email = _read(name)
    if to is not None and not _is_to(email, to):
        raise NoSuchLetter
    return email


def _read(name: str) -> EmailMessage:
    place = _folder() / f"{name}{ENDING}"
    if not NAME.fullmatch(name) or not place.is_file():
        raise NoSuchLetter
    return message_from_bytes(place.read_bytes(), policy=policy.default)


def _is_to(email: EmailMessage, address: str) -> bool:
    return address.casefold() in {given.casefold() for _name, given in getaddresses([str(email["To"] or "")])}


def _files(email: EmailMessage) -> Iterator[EmailMessage]:
    return email.iter_attachments()
