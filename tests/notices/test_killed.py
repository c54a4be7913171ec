"""Senders that are killed, come twice, or wake up too late: no email is lost, and none is silently repeated (A9).

Real processes, killed with SIGKILL by the mail server itself once they have come to a certain point.
"""

import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.db import connection

from core import clock
from dev import broker
from notices import kinds, queue, services
from notices.models import Notice
from notices.rules import LOST_AFTER, State
from tests.notices.factories import NoticeFactory
from tests.notices.post_office import PostOffice
from tests.notices.workers import DIES_COMPOSING, celery_worker, kill, start_sending

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("A9")]
UNSEALED = {"key_id": "", "nonce": b"", "ciphertext": b""}
PATIENCE = 60  # seconds: two cores may be busy with much else


def later() -> datetime:
    return clock.now() + LOST_AFTER + timedelta(seconds=1)


def in_a_thread(deed: Callable[[], object]) -> None:
    """Do it on a connection of its own, and wait for it."""

    def do() -> None:
        try:
            deed()
        finally:
            connection.close()

    thread = threading.Thread(target=do)
    thread.start()
    thread.join(PATIENCE)


def wait_until(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


def killed_at(office: PostOffice, point: str, notice: Notice) -> Notice:
    """The notice as a sender left it that was killed there."""
    sender: list[subprocess.Popen[bytes]] = []

    def shoot() -> None:
        sender[0].kill()
        sender[0].wait(PATIENCE)

    office.deeds[point] = shoot
    sender.append(start_sending(notice.pk))
    assert sender[0].wait(PATIENCE) == -9
    office.deeds.clear()
    notice.refresh_from_db()
    return notice


def settle(notice: Notice) -> Notice:
    """Everything that happens by itself, several times over."""
    for _ in range(2):
        services.send(notice_id=notice.pk)
        services.park_lost(at=later())
        services.dispatch_waiting(at=later())
        Notice.objects.filter(pk=notice.pk, state=State.WAITING).update(not_before=clock.now())
        services.send(notice_id=notice.pk)
    notice.refresh_from_db()
    return notice


@pytest.mark.parametrize("point", ["composing", "EHLO", "RCPT"])
def test_killed_before_it_was_handed_over_it_is_sent_once(office: PostOffice, point: str) -> None:
    dies = {"kind": DIES_COMPOSING, **UNSEALED} if point == "composing" else {}
    notice = killed_at(office, point, NoticeFactory(**dies))
    assert (notice.state, notice.handed_over_at) == (State.SENDING, None)
    assert not office.letters
    kinds.register(DIES_COMPOSING, lambda _: kinds.Content("Hello", "It is composed now."))
    assert settle(notice).state == State.SENT
    assert office.ids() == [notice.message_id]


@pytest.mark.parametrize("point", ["DATA", "QUIT"])
def test_killed_after_it_was_handed_over_it_waits_for_a_person(office: PostOffice, point: str) -> None:
    notice = killed_at(office, point, NoticeFactory())
    assert notice.state == State.SENDING
    assert notice.handed_over_at is not None
    assert settle(notice).state == State.UNCERTAIN
    assert office.ids() == [notice.message_id]


def test_a_sender_thought_dead_that_wakes_up_sends_nothing(office: PostOffice) -> None:
    tries: list[int] = []

    def compose(notice: Notice) -> kinds.Content:
        """The first try sleeps here; meanwhile the email is taken from it and sent by another."""
        tries.append(notice.attempts)
        if len(tries) == 1:
            in_a_thread(lambda: services.park_lost(at=later()))
            Notice.objects.filter(pk=notice.pk).update(not_before=clock.now())
            in_a_thread(lambda: services.send(notice_id=notice.pk))
        return kinds.Content("Hello", f"Try {notice.attempts}")

    kinds.register("test sleeps", compose)
    notice = NoticeFactory(kind="test sleeps", **UNSEALED)
    services.send(notice_id=notice.pk)
    notice.refresh_from_db()
    assert (tries, notice.state, notice.attempts) == ([1, 2], State.SENT, 2)
    assert [letter.text.strip() for letter in office.letters] == ["Try 2"]


def test_two_senders_at_once_send_it_once(office: PostOffice) -> None:
    notices = NoticeFactory.create_batch(5)
    together = threading.Barrier(4)

    def send_all() -> None:
        together.wait(PATIENCE)
        for notice in notices:
            services.send(notice_id=notice.pk)

    senders = [threading.Thread(target=in_a_thread, args=[send_all]) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(PATIENCE)
    assert Counter(office.ids()) == Counter(notice.message_id for notice in notices)
    assert set(Notice.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


def test_a_worker_killed_halfway_loses_nothing_and_repeats_nothing(
    office: PostOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every task is delivered twice, the first worker dies with all its processes, another takes over."""
    monkeypatch.setenv("PD_LOCAL_DIR", str(tmp_path))
    notices = NoticeFactory.create_batch(12)
    ids = [notice.pk for notice in notices]
    with broker.running() as broker_url, queue_at(broker_url):
        assert queue.put(*ids)
        assert queue.put(*ids)
        with celery_worker(broker_url) as worker:
            office.deeds["DATA"] = lambda: kill(worker) if len(office.letters) == 5 else None
            wait_until(lambda: worker.poll() is not None)
        office.deeds.clear()
        taken = set(office.ids())
        services.park_lost(at=later())
        Notice.objects.filter(state=State.WAITING).update(not_before=clock.now(), queued_at=None)
        services.dispatch_waiting(at=clock.now())
        with celery_worker(broker_url):
            wait_until(lambda: not Notice.objects.filter(state__in=[State.WAITING, State.SENDING]).exists())
    parked = set(Notice.objects.filter(state=State.UNCERTAIN).values_list("message_id", flat=True))
    assert Counter(office.ids()).most_common(1)[0][1] == 1
    assert set(office.ids()) | parked == {notice.message_id for notice in notices}
    assert 1 <= len(parked) <= 2  # what its two processes were just handing over
    assert parked & taken


@contextmanager
def queue_at(address: str) -> Iterator[None]:
    """The queue that this process writes to."""
    before = current_app.conf.broker_url
    current_app.conf.update(broker_url=address, broker_write_url=address)
    yield
    current_app.conf.update(broker_url=before, broker_write_url=before)
