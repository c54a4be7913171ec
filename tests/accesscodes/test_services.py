"""Drawing and judging on a real database."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from accesscodes import selectors, services
from accesscodes.models import AccessCode, Challenge
from accesscodes.rules.calendar import LONDON, issue_of
from audit.actions import Action
from audit.models import AuditEvent
from core.crypto import Tampered
from tests.accesscodes.factories import AccessCodeFactory, ChallengeFactory, characters
from tests.keys import ring

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=LONDON)
DAY = timedelta(hours=24)
INSTANT = timedelta(microseconds=1)
TEXT = "AdfH2nQr"


def draw(code: AccessCode, at: datetime = NOW) -> Challenge:
    return services.draw_challenge(prime_id=code.prime_id, at=at, chain="call:A", actor=None)


def answer(challenge: Challenge, said: list[str], at: datetime = NOW) -> bool:
    return services.answer_challenge(challenge_id=challenge.pk, said=said, at=at, chain="call:A", actor=None)


def known(**fields: object) -> AccessCode:
    return AccessCodeFactory(at=NOW, text=TEXT, **fields)


def rows() -> list[tuple[str, dict[str, object]]]:
    return list(AuditEvent.objects.order_by("id").values_list("action", "detail"))


class TestDrawing:
    @pytest.mark.req("A2")
    def test_positions_are_kept_before_they_are_shown(self) -> None:
        challenge = draw(known())
        kept = Challenge.objects.get()
        assert kept == challenge
        assert kept.positions == challenge.positions == sorted(set(challenge.positions))
        assert kept.code is None
        assert rows() == [
            (Action.CHALLENGE_DRAWN, {"prime": kept.prime_id, "repeated": False}),
        ]

    @pytest.mark.req("A2")
    def test_hanging_up_and_ringing_back_never_gets_easier_positions(self) -> None:
        code = known()
        first = draw(code)
        at = NOW
        for _ in range(30):
            at += DAY - INSTANT
            if selectors.current_code_id(code.prime_id, at) is None:
                break
            assert draw(code, at).positions == first.positions

    @pytest.mark.req("A2")
    def test_wrong_positions_are_asked_again_and_right_ones_free_the_provider(self) -> None:
        code = known()
        first = draw(code)
        assert not answer(first, ["x", "x", "x"])
        second = draw(code, NOW + timedelta(minutes=2))
        assert second.positions == first.positions
        assert answer(second, characters(TEXT, second.positions))
        drawn = {tuple(_passed(code, NOW + timedelta(minutes=number))) for number in range(3, 40)}
        assert len(drawn) > 5

    @pytest.mark.req("A2")
    def test_the_positions_of_another_prime_make_no_difference(self) -> None:
        mine = known()
        ChallengeFactory.create(code=AccessCodeFactory(at=NOW), positions=[1, 2, 3], drawn_at=NOW)
        assert any(_passed(mine, NOW) != [1, 2, 3] for _ in range(10))

    @pytest.mark.req("A2")
    def test_a_new_code_does_not_free_the_provider_of_its_positions(self) -> None:
        old = known()
        monday = issue_of(2026, 11).in_force_from
        first = draw(old, monday - INSTANT)
        new = AccessCodeFactory(prime=old.prime, at=monday)
        again = draw(new, monday)
        assert again.positions == first.positions

    @pytest.mark.req("A6")
    @pytest.mark.parametrize(("offset", "old"), [(-INSTANT, True), (timedelta(0), False), (INSTANT, False)])
    @pytest.mark.parametrize("said", ["old", "new"])
    def test_the_right_code_on_both_sides_of_monday_midnight(self, offset: timedelta, old: bool, said: str) -> None:
        monday = issue_of(2026, 11).in_force_from
        before = known()
        after = AccessCodeFactory(prime=before.prime, at=monday, text="LLLL7777")
        challenge = draw(before, NOW)
        spoken = characters(TEXT if said == "old" else "LLLL7777", challenge.positions)
        assert answer(challenge, spoken, monday + offset) is ((said == "old") == old)
        challenge.refresh_from_db()
        assert challenge.code == (before if old else after)

    @pytest.mark.req("A6")
    @pytest.mark.parametrize(
        "fields",
        [
            {"at": datetime(2026, 10, 20, tzinfo=LONDON)},
            {"at": datetime(2026, 12, 7, tzinfo=LONDON)},
            {"at": NOW, "stopped_at": NOW},
        ],
    )
    def test_no_challenge_without_a_code_in_force(self, fields: dict[str, datetime]) -> None:
        code = AccessCodeFactory(**fields)
        with pytest.raises(services.NoCodeInForce):
            draw(code)
        assert not Challenge.objects.exists()

    @pytest.mark.req("B3")
    def test_stopping_the_newest_code_never_brings_an_older_one_back(self) -> None:
        older = known()
        AccessCodeFactory(prime=older.prime, at=NOW, in_force_from=NOW - DAY, stopped_at=NOW)
        with pytest.raises(services.NoCodeInForce):
            draw(older)


def _passed(code: AccessCode, at: datetime) -> list[int]:
    challenge = draw(code, at)
    assert answer(challenge, characters(TEXT, challenge.positions), at)
    return challenge.positions


class TestAnswering:
    @pytest.mark.req("A3")
    def test_three_of_three_passes(self) -> None:
        challenge = draw(known())
        assert answer(challenge, characters(TEXT, challenge.positions), NOW + INSTANT) is True
        challenge.refresh_from_db()
        assert (challenge.passed, challenge.answered_at) == (True, NOW + INSTANT)
        passed = {"prime": challenge.prime_id, "code": challenge.code_id}
        assert rows()[-1] == (Action.CHALLENGE_PASSED, passed)

    @pytest.mark.req("A3", "A5")
    @pytest.mark.parametrize("wrong", [{0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}, {0, 1, 2}])
    def test_which_one_was_wrong_is_nowhere(self, wrong: set[int]) -> None:
        code = known()
        challenge = draw(code)
        right = characters(TEXT, challenge.positions)
        assert answer(challenge, ["x" if place in wrong else each for place, each in enumerate(right)]) is False
        assert rows()[-1] == (Action.CHALLENGE_FAILED, {"prime": challenge.prime_id, "code": code.pk})
        kept = Challenge.objects.values(
            "prime_id", "code_id", "positions", "drawn_at", "drawn_by_id", "answered_at", "passed"
        ).get()
        assert kept == {
            "prime_id": challenge.prime_id, "code_id": code.pk, "positions": challenge.positions,
            "drawn_at": NOW, "drawn_by_id": None, "answered_at": NOW, "passed": False,
        }  # fmt: skip

    @pytest.mark.req("A3")
    def test_case_counts(self) -> None:
        challenge = draw(known())
        swapped = characters(TEXT.swapcase(), challenge.positions)
        assert answer(challenge, swapped) is (swapped == characters(TEXT, challenge.positions))

    @pytest.mark.req("A3")
    @pytest.mark.parametrize("right", [True, False])
    def test_one_try_a_call(self, right: bool) -> None:
        challenge = draw(known())
        said = characters(TEXT, challenge.positions)
        assert answer(challenge, said if right else ["x", "y", "w"]) is right
        with pytest.raises(services.AlreadyAnswered):
            answer(challenge, said)
        assert Challenge.objects.get().passed is right

    @pytest.mark.req("A6", "B3")
    @pytest.mark.parametrize("how", ["stopped", "lapsed", "destroyed"])
    def test_without_a_code_in_force_nothing_is_judged(self, how: str) -> None:
        code, at = known(), NOW + timedelta(minutes=3)
        challenge = draw(code)
        if how == "stopped":
            AccessCode.objects.filter(pk=code.pk).update(stopped_at=at)
        else:
            at = issue_of(2026, 11).in_force_from
        if how == "destroyed":
            services.destroy_codes(older_than=at, at=at, actor=None)
        with pytest.raises(services.NoCodeInForce):
            answer(challenge, characters(TEXT, challenge.positions), at)
        challenge.refresh_from_db()
        assert (challenge.answered_at, challenge.code) == (None, None)

    @pytest.mark.req("A2", "B3")
    @pytest.mark.parametrize(("said", "passes"), [("7777LLLL", True), (TEXT, False)])
    def test_a_code_replaced_since_is_asked_for_at_the_same_places(self, said: str, passes: bool) -> None:
        code, at = known(), NOW + timedelta(minutes=3)
        challenge = draw(code)
        AccessCode.objects.filter(pk=code.pk).update(stopped_at=at)
        new = AccessCodeFactory(prime=code.prime, at=NOW, in_force_from=at, text="7777LLLL")
        assert answer(challenge, characters(said, challenge.positions), at) is passes
        challenge.refresh_from_db()
        assert (challenge.code, challenge.passed) == (new, passes)

    @pytest.mark.req("A11")
    def test_a_sealed_code_moved_to_another_row_does_not_open(self) -> None:
        mine = known()
        challenge = draw(mine)
        with ring("new", "demonstration"):  # the database lets nothing pass but what looks like another key's seal
            other = AccessCodeFactory(at=NOW)
            AccessCode.objects.filter(pk=mine.pk).update(
                key_id=other.key_id, nonce=other.nonce, ciphertext=other.ciphertext
            )
            with pytest.raises(Tampered):
                answer(challenge, ["a", "b", "c"])
        challenge.refresh_from_db()
        assert challenge.answered_at is None

    @pytest.mark.req("G2")
    def test_an_answer_whose_record_cannot_be_written_does_not_count(self) -> None:
        challenge = draw(known())
        with pytest.raises(Exception, match="too long"), transaction.atomic():
            services.answer_challenge(
                challenge_id=challenge.pk, said=["x", "x", "x"], at=NOW, chain="call:" + "A" * 60, actor=None
            )
        challenge.refresh_from_db()
        assert challenge.answered_at is None
