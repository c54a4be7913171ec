"""A real mail server on a real socket, for every room's tests.

    with open_post_office() as office:
        ...                                     # settings point at it
    assert office.letters[0].to == "a@example.com"

`office.replies["RCPT"] = "550 No such person"` makes it answer so; `office.deeds["DATA"] = deed` has `deed()` called
when it has come that far (EHLO, MAIL, RCPT, DATA once the whole message is in, QUIT).
"""

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import SMTP
from django.test import override_settings

HOST = "127.0.0.1"
DROP = "drop the line"


@dataclass(frozen=True)
class Letter:
    """What the server took: the envelope and the message."""

    sender: str
    recipients: list[str]
    content: bytes

    @property
    def to(self) -> str:
        assert len(self.recipients) == 1, "one recipient each"
        return self.recipients[0]

    @property
    def email(self) -> EmailMessage:
        return cast(EmailMessage, message_from_bytes(self.content, policy=policy.default))

    @property
    def message_id(self) -> str:
        return str(self.email["Message-ID"])

    @property
    def text(self) -> str:
        body = self.email.get_body(("plain",))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")


@dataclass
class PostOffice:
    """Takes every letter, unless it is told to answer otherwise."""

    letters: list[Letter] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)
    deeds: dict[str, Callable[[], object]] = field(default_factory=dict)
    port: int = 0
    encrypted: list[bool] = field(default_factory=list)

    def ids(self) -> list[str]:
        return [letter.message_id for letter in self.letters]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's names
        self, server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self._come_to("EHLO", server)
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        envelope.mail_from = address
        self.encrypted.append(session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None)
        return self._come_to("MAIL", server) or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        reply = self._come_to("RCPT", server)
        if reply is None:
            envelope.rcpt_tos.append(address)
        return reply or "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        refused = "DATA" in self.replies and self.replies["DATA"] != DROP
        if not refused:
            self.letters.append(Letter(envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content))
        return self._come_to("DATA", server) or "250 Taken"

    async def handle_QUIT(self, server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
        self._come_to("QUIT", server)
        return "221 Bye"

    def _come_to(self, point: str, server: Any) -> str | None:
        if point in self.deeds:
            self.deeds[point]()
        reply = self.replies.get(point)
        if reply == DROP:
            server.transport.abort()
        return reply


@contextmanager
def open_post_office(
    *, starttls: ssl.SSLContext | None = None, implicit: ssl.SSLContext | None = None
) -> Iterator[PostOffice]:
    """A mail server in a thread of its own, on a port of its own, that the settings point at."""
    office, loop = PostOffice(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def open_it() -> asyncio.Server:
        return await loop.create_server(
            lambda: SMTP(office, hostname="mail.example", loop=loop, tls_context=starttls), HOST, 0, ssl=implicit
        )

    async def close_it() -> None:
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)

    server = asyncio.run_coroutine_threadsafe(open_it(), loop).result(timeout=10)
    office.port = int(server.sockets[0].getsockname()[1])
    try:
        with override_settings(EMAIL_HOST=HOST, EMAIL_PORT=office.port, EMAIL_TIMEOUT=5):
            yield office
    finally:
        asyncio.run_coroutine_threadsafe(close_it(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()
