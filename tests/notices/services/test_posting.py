"""Posting, with the queue there, away and mute."""

import socket
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import current_app
from django.db import transaction
from django.test import override_settings

from core import clock
from notices import kinds, queue, sealing, services
from notices.models import Notice
from notices.rules import State
from tests.accesscodes.racing import race
from tests.accounts.factories import UserFactory
from tests.notices.factories import NoticeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A9")]
SECRET = "Ferret-4711"


@pytest.fixture
def broker(request: pytest.FixtureRequest) -> Iterator[str]:
    """The queue's address for the length of a test."""
    before = current_app.conf.broker_url, current_app.conf.broker_write_url
    current_app.conf.update(broker_url=request.param, broker_write_url=request.param)
    yield request.param
    current_app.conf.update(broker_url=before[0], broker_write_url=before[1])


@pytest.fixture
def mute_port() -> Iterator[int]:
    """Something that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        yield mute.getsockname()[1]


def post(**changes) -> Notice:
    facts = {"kind": "test notice", "about": "copy:1", "at": clock.now(), "subject": "Hello", "text": SECRET}
    facts |= changes
    if "recipient_id" not in facts:
        facts["recipient_id"] = UserFactory(enrolled=False).pk
    return services.post(**facts)


def test_a_posted_email_waits_with_its_text_sealed() -> None:
    notice = post()
    assert (notice.state, notice.kind, notice.about, notice.subject) == ("waiting", "test notice", "copy:1", "Hello")
    assert notice.message_id.endswith("@console.example>")
    assert SECRET.encode() not in bytes(notice.ciphertext)
    assert sealing.unseal(notice) == SECRET


def test_posted_again_it_is_the_row_that_is_there() -> None:
    first = post()
    again = post(recipient_id=first.recipient_id, text="Another text", subject="Another")
    assert (again.pk, again.message_id, again.subject) == (first.pk, first.message_id, "Hello")
    assert sealing.unseal(again) == SECRET
    others = {post().pk, post(recipient_id=first.recipient_id, about="copy:2").pk,
              post(recipient_id=first.recipient_id, kind="another").pk}  # fmt: skip
    assert len(others | {first.pk}) == 4


@pytest.mark.django_db(transaction=True)
def test_two_that_post_it_at_once_get_the_same_row() -> None:
    person = UserFactory(enrolled=False)
    with override_settings(CELERY_BROKER_URL="memory://"):
        one, rival = race(lambda: post(recipient_id=person.pk), lambda: post(recipient_id=person.pk))
    assert rival.waited
    assert rival.error is None
    assert rival.result.pk == one.pk == Notice.objects.get().pk


def test_it_goes_with_the_transaction_that_caused_it() -> None:
    with transaction.atomic():
        post()
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_without_a_text_the_kind_needs_a_composer() -> None:
    with pytest.raises(services.NothingToSay):
        post(text="")
    kinds.register("test later", lambda _: kinds.Content("s", "t"))
    assert post(kind="test later", text="").key_id == ""


@pytest.mark.parametrize("broker", ["memory://"], indirect=True)
def test_the_queue_gets_the_number_and_nothing_else(broker: str, django_capture_on_commit_callbacks) -> None:
    person = UserFactory(email="someone@example.com", enrolled=False)
    with django_capture_on_commit_callbacks(execute=True):
        notice = post(recipient_id=person.pk)
    with current_app.connection_for_read() as line:
        message = line.SimpleQueue("celery").get(timeout=2)
        message.ack()
    assert message.payload[0] == [notice.pk]
    everything = f"{message.headers} {message.body}"
    assert message.headers["task"] == "notices.tasks.send_notice"
    assert SECRET not in everything
    assert "someone" not in everything


def test_one_that_is_held_back_is_not_queued_yet(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        notice = post(not_before=clock.now() + timedelta(hours=1))
    assert not callbacks
    assert notice.queued_at is None


@pytest.mark.parametrize("broker", ["redis://127.0.0.1:1/0", "redis+socket:///nowhere.sock"], indirect=True)
def test_with_the_queue_away_nothing_is_lost_and_nobody_waits(broker: str, django_capture_on_commit_callbacks) -> None:
    person = UserFactory(enrolled=False)
    post(about="the first import", recipient_id=person.pk)
    queue.put(0)
    started = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(20):
            post(about=f"copy:{number}", recipient_id=person.pk)
    assert time.monotonic() - started < 1
    lost = Notice.objects.filter(about__startswith="copy:")
    assert {(notice.state, notice.queued_at) for notice in lost} == {(State.WAITING, None)}
    assert services.dispatch_waiting(at=clock.now() + timedelta(seconds=1)) == 20


def test_a_mute_queue_holds_somebody_up_once_and_briefly(mute_port: int, django_capture_on_commit_callbacks) -> None:
    address = f"redis://127.0.0.1:{mute_port}/0"
    before = current_app.conf.broker_url
    current_app.conf.update(broker_url=address, broker_write_url=address)
    try:
        started = time.monotonic()
        with django_capture_on_commit_callbacks(execute=True):
            for number in range(20):
                post(about=f"copy:{number}", recipient_id=UserFactory(enrolled=False).pk)
        assert time.monotonic() - started < 4
    finally:
        current_app.conf.update(broker_url=before, broker_write_url=before)
    assert Notice.objects.filter(queued_at=None, state=State.WAITING).count() == 20


@pytest.mark.parametrize("broker", ["memory://"], indirect=True)
def test_what_the_queue_forgot_is_queued_again_and_what_lies_there_is_not(broker: str) -> None:
    now = clock.now()
    forgotten = NoticeFactory(at=now, queued_at=now - timedelta(minutes=6))
    never = NoticeFactory(at=now, queued_at=None)
    NoticeFactory(at=now, queued_at=now - timedelta(minutes=1))
    NoticeFactory(queued_at=None, not_before=now + timedelta(minutes=1))
    for state in set(State) - {State.WAITING}:
        NoticeFactory(state=state, queued_at=None)
    assert services.dispatch_waiting(at=now) == 2
    assert set(Notice.objects.filter(queued_at=now).values_list("pk", flat=True)) >= {forgotten.pk, never.pk}
    assert services.dispatch_waiting(at=now + timedelta(minutes=1)) == 1  # the one whose time has come
