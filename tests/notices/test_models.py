"""What the database itself refuses."""

import pytest
from django.db import DatabaseError, transaction

from core import clock, crypto
from notices import sealing
from notices.models import Notice
from notices.rules import State
from tests.notices.factories import NoticeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A9")]


def refused(notice: Notice, **facts: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(**facts)


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_row_that_the_database_takes(state: State) -> None:
    assert NoticeFactory(state=state).state_now == state


def test_one_email_of_a_kind_for_a_person_about_a_thing() -> None:
    first = NoticeFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        NoticeFactory(kind=first.kind, recipient=first.recipient, about=first.about)


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "other"}, {"about": "other:1"}, {"message_id": "<other@example.com>"}, {"subject": "Other"},
        {"sent_at": None}, {"state": State.WAITING}, {"created_at": None},
    ],
    ids=str,
)  # fmt: skip
def test_what_a_sent_email_was_cannot_be_changed(facts: dict[str, object]) -> None:
    refused(NoticeFactory(state=State.SENT), **facts)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "elsewhere"}, {"reason": "because"}, {"state": State.SENT}, {"state": State.WITHDRAWN},
        {"state": State.SENDING}, {"state": State.UNCERTAIN, "claimed_at": clock.now(), "attempts": 1}, {"key_id": ""},
    ],
    ids=["no such state", "a reason", "sent", "withdrawn", "sending", "uncertain", "no key"],
)  # fmt: skip
def test_a_waiting_email_cannot_be_made_nonsense_of(facts: dict[str, object]) -> None:
    refused(NoticeFactory(), **facts)


def test_no_email_is_deleted() -> None:
    notice = NoticeFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        notice.delete()


@pytest.mark.req("A11")
def test_the_text_is_sealed_and_opens_on_its_own_row_alone() -> None:
    one, other = NoticeFactory(text="The unlock code is 4711"), NoticeFactory()
    assert b"4711" not in bytes(one.ciphertext)
    assert sealing.unseal(one) == "The unlock code is 4711"
    other.key_id, other.nonce, other.ciphertext = one.key_id, one.nonce, one.ciphertext
    with pytest.raises(crypto.Tampered):
        sealing.unseal(other)
