"""Emails in any state, for every room: `NoticeFactory()` waits and has a text; `NoticeFactory(state=State.SENT)`."""

from datetime import timedelta
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from accounts.rules import Role
from core import clock
from notices import sealing
from notices.models import Notice
from notices.rules import State
from tests.accounts.factories import UserFactory

CLAIMED = {State.SENDING, State.SENT, State.UNCERTAIN, State.REFUSED}
HANDED_OVER = {State.SENT, State.UNCERTAIN}


class NoticeFactory(DjangoModelFactory[Notice]):
    class Meta:
        model = Notice

    class Params:
        at = factory.LazyFunction(clock.now)
        text = "The text of the email."
        seal = factory.LazyAttribute(lambda notice: sealing.seal(notice.text, message_id=notice.message_id))

    kind = "test notice"
    recipient = factory.SubFactory(UserFactory, role=Role.SPOC, enrolled=False)
    about = factory.Sequence(lambda number: f"thing:{number}")
    message_id = factory.LazyFunction(lambda: f"<{uuid4().hex}@console.example>")
    subject = "About a thing"
    key_id = factory.LazyAttribute(lambda notice: notice.seal.key_id)
    nonce = factory.LazyAttribute(lambda notice: notice.seal.nonce)
    ciphertext = factory.LazyAttribute(lambda notice: notice.seal.ciphertext)
    created_at = factory.SelfAttribute("at")
    not_before = factory.SelfAttribute("at")
    queued_at = factory.SelfAttribute("at")
    state = State.WAITING
    attempts = factory.LazyAttribute(lambda notice: int(notice.state in CLAIMED))
    claimed_at = factory.LazyAttribute(lambda notice: notice.at if notice.state in CLAIMED else None)
    handed_over_at = factory.LazyAttribute(lambda notice: notice.at if notice.state in HANDED_OVER else None)
    sent_at = factory.LazyAttribute(
        lambda notice: notice.at + timedelta(seconds=1) if notice.state == State.SENT else None
    )
    withdrawn_at = factory.LazyAttribute(lambda notice: notice.at if notice.state == State.WITHDRAWN else None)
