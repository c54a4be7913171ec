"""Another encryption key under a running service: killed anywhere, run twice at once, read all the while (A11)."""

import random
from dataclasses import dataclass
from multiprocessing import Event

import pytest
from django.db import connection, transaction

from accesscodes import sealing, services
from accesscodes.models import AccessCode, Copy
from accounts.models import TotpDevice
from audit.actions import Action
from audit.models import AuditEvent
from audit.rotation import rotate
from core import clock, crypto, sealed
from notices import sealing as letters
from notices.models import Notice
from tests import killing
from tests.accesscodes.factories import AccessCodeFactory, CopyFactory, characters, known_text
from tests.keys import ring
from tests.killing import Executioner
from tests.notices.factories import NoticeFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("A11")]
ROUNDS, ROWS = 9, 3
KEYS = [f"key {number}" for number in range(ROUNDS)]


def everything() -> list[str]:
    """Every secret that the tests below seal, opened."""
    copies = Copy.objects.select_related("code").order_by("pk")
    return [
        *(text for copy in copies for text in (sealing.unseal(copy.code), sealing.unseal_unlock_code(copy))),
        *(letters.unseal(notice) for notice in Notice.objects.order_by("pk")),
        *(device.secret() for device in TotpDevice.objects.order_by("pk")),
    ]


def keys_used() -> set[str]:
    return {key_id for column in sealed.columns() for key_id in sealed.counts(column)}


@pytest.fixture
def before() -> list[str]:
    """Codes, what opens their documents, emails and second factors, under the key of the demonstration."""
    for number in range(ROWS):
        CopyFactory(code=AccessCodeFactory(text=known_text(number)))
        NoticeFactory(text=f"Text {number}")
    return everything()


@dataclass
class Caller:
    """Rings again and again, and is checked by the code that was known before any key changed."""

    stop: object

    def __call__(self) -> None:
        codes = [(code.prime_id, sealing.unseal(code)) for code in AccessCode.objects.order_by("pk")]
        checked = 0
        while not self.stop.wait(0.002) or checked < len(codes):
            prime_id, text = codes[checked % len(codes)]
            challenge = services.draw_challenge(prime_id=prime_id, at=clock.now(), chain="call:A", actor=None)
            said = characters(text, challenge.positions)
            assert services.answer_challenge(
                challenge_id=challenge.pk, said=said, at=clock.now(), chain="call:A", actor=None
            ), "a caller with the right code was refused"
            checked += 1


def test_killed_anywhere_while_callers_are_checked_and_run_again(before: list[str]) -> None:
    stop = Event()
    with ring("demonstration", *KEYS):
        caller = killing.start(Caller(stop))
    counting, dice, killed, halfway = Executioner(-1, before=False), random.Random(20261122), 0, 0
    try:
        for number, key_id in enumerate(KEYS):
            older = [*reversed(KEYS[:number]), "demonstration"]
            with ring(key_id, *older):
                if number == 0:
                    with connection.execute_wrapper(counting):
                        rotate(limit=2, pause=0.02)
                else:
                    executioner = Executioner(dice.randint(1, counting.seen), before=dice.random() < 0.5)
                    killed += not killing.run(lambda: rotate(limit=2, pause=0.02), executioner)
                    halfway += len(keys_used()) > 1
                assert everything() == before
                assert rotate(limit=2, pause=0.02).complete
            assert keys_used() == {key_id}
            with ring(key_id):
                assert everything() == before, "and the old keys may go"
    finally:
        stop.set()
        assert killing.ended(caller)
    assert killed > ROUNDS * 0.8, "most of them were really killed"
    assert halfway > ROUNDS * 0.4, "many of them in the middle"


def test_the_control_a_row_sealed_anew_in_two_steps_is_lost_when_killed_between(before: list[str]) -> None:
    """What the batch's one transaction and the guard are for: without either, the kill above would find this."""

    def in_two_steps() -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE notices_notice DISABLE TRIGGER notices_notice_sealed")
        notice = Notice.objects.order_by("pk")[0]
        anew = letters.seal(letters.unseal(notice), message_id=notice.message_id)
        for name in ("key_id", "nonce", "ciphertext"):
            Notice.objects.filter(pk=notice.pk).update(**{name: getattr(anew, name)})

    try:
        with ring("new", "demonstration"):
            assert not killing.run(in_two_steps, Executioner(3, before=False))
            with pytest.raises(crypto.Tampered):
                everything()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE notices_notice ENABLE TRIGGER notices_notice_sealed")


def test_two_runs_at_once_share_the_work(before: list[str]) -> None:
    with ring("new", "demonstration"):
        children = [killing.start(lambda: rotate(limit=1, pause=0.02)) for _ in range(2)]
        assert all([killing.ended(child) for child in children])
        assert everything() == before
    assert keys_used() == {"new"}
    ends = AuditEvent.objects.filter(action=Action.KEY_ROTATION_ENDED)
    done = [sum(end.detail["done"].values()) for end in ends]
    assert len(done) == 2
    assert sum(done) == len(before), "each row was sealed anew once"


def test_a_row_in_hand_is_passed_over_and_waits_for_the_next_run(before: list[str]) -> None:
    with ring("new", "demonstration"):
        with transaction.atomic():
            AccessCode.objects.select_for_update().order_by("pk")[0].refresh_from_db()
            assert killing.run(lambda: _expect(rotate(limit=2, pause=0).left["access codes"], 1))
        assert rotate(limit=2, pause=0.02).done["access codes"] == 1
        assert everything() == before


def test_both_ends_of_a_run_are_recorded_and_a_killed_one_shows(before: list[str]) -> None:
    with ring("new", "demonstration"):
        assert not killing.run(lambda: rotate(limit=2, pause=0.02), Executioner(9, before=True))
        rotate(limit=2, pause=0.02)
    recorded = AuditEvent.objects.filter(chain="keys").order_by("position")
    assert [event.action for event in recorded] == [
        Action.KEY_ROTATION_BEGUN, Action.KEY_ROTATION_BEGUN, Action.KEY_ROTATION_ENDED,
    ]  # fmt: skip
    assert recorded[2].detail["key"] == "new"
    assert not any(recorded[2].detail["left"].values())


def _expect(found: object, expected: object) -> None:
    assert found == expected
