"""What the database refuses when the services are gone round."""

from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from accesscodes import sealing, services
from accesscodes.models import AccessCode, Challenge
from accesscodes.rules.calendar import LONDON
from core import clock
from core.crypto import Tampered
from tests.accesscodes.factories import AccessCodeFactory, ChallengeFactory, CopyFactory
from tests.providers.factories import SpocWithPlanFactory

pytestmark = pytest.mark.django_db


def refused(statement: str, *parameters: object, match: str) -> None:
    cursor = connection.cursor()
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        cursor.execute(statement, parameters)


@pytest.mark.req("A2", "A3")
@pytest.mark.parametrize("answered", [None, True, False])
@pytest.mark.parametrize(
    "change",
    [
        "positions = '{1,2,3}'",
        "drawn_at = drawn_at - interval '25 hours'",
        "prime_id = prime_id + 1",
    ],
)
def test_a_drawn_challenge_cannot_change(answered: bool | None, change: str) -> None:
    ChallengeFactory(answered=answered)
    refused(f"UPDATE accesscodes_challenge SET {change}", match="is recorded and cannot change")  # noqa: S608


@pytest.mark.req("A3")
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    "change",
    ["passed = NOT passed", "passed = NULL, answered_at = NULL", "answered_at = answered_at + interval '1 second'",
     "code_id = code_id + 1"],
)  # fmt: skip
def test_an_answer_is_the_only_one(first: bool, change: str) -> None:
    ChallengeFactory(answered=first)
    refused(f"UPDATE accesscodes_challenge SET {change}", match="is recorded and cannot change")  # noqa: S608


@pytest.mark.req("A3")
@pytest.mark.parametrize(
    "change",
    ["passed = true", "passed = false", "answered_at = drawn_at", "answered_at = drawn_at, passed = true"],
)
def test_an_answer_comes_with_its_time_and_the_code_it_was_judged_by(change: str) -> None:
    ChallengeFactory()
    refused(f"UPDATE accesscodes_challenge SET {change}", match="challenge_answered_together")  # noqa: S608


@pytest.mark.req("A2")
@pytest.mark.parametrize("table", ["accesscodes_challenge", "accesscodes_accesscode"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_nothing_is_deleted(table: str, statement: str) -> None:
    ChallengeFactory()
    refused(statement.format(table), match="keeps what was recorded")


@pytest.mark.req("A2")
@pytest.mark.parametrize(
    "positions",
    ["{}", "{1}", "{1,2}", "{1,2,3,4}", "{0,1,2}", "{7,8,9}", "{3,2,1}", "{1,1,2}", "{2,5,5}", "{1,2,NULL}",
     "{NULL,NULL,NULL}", "{{1,2,3}}", "[0:2]={1,2,3}", "{-1,2,3}"],
)  # fmt: skip
def test_only_three_different_rising_positions_are_kept(positions: str) -> None:
    refused(
        "INSERT INTO accesscodes_challenge (prime_id, positions, drawn_at) VALUES (%s, %s, now())",
        AccessCodeFactory().prime_id, positions, match="challenge_three_rising_positions",
    )  # fmt: skip


@pytest.mark.req("A1")
def test_a_challenge_is_judged_by_a_code_of_its_own_prime() -> None:
    mine, other = AccessCodeFactory(), AccessCodeFactory()
    refused(
        "INSERT INTO accesscodes_challenge (prime_id, code_id, positions, drawn_at, answered_at, passed) "
        "VALUES (%s, %s, '{1,2,3}', now(), now(), true)",
        mine.prime_id, other.pk, match="challenge_code_of_the_prime",
    )  # fmt: skip


@pytest.mark.req("A9")
def test_one_code_a_prime_and_cycle() -> None:
    code = AccessCodeFactory()
    with pytest.raises(IntegrityError, match="code_once_a_cycle"), transaction.atomic():
        AccessCodeFactory(prime=code.prime)


@pytest.mark.req("A1")
def test_two_primes_never_have_the_same_code() -> None:
    AccessCodeFactory(text="AdfH2nQr")
    with pytest.raises(IntegrityError, match="fingerprint"), transaction.atomic():
        AccessCodeFactory(text="AdfH2nQr")


@pytest.mark.req("A6", "A11")
@pytest.mark.parametrize(
    ("change", "match"),
    [
        ("in_force_from = now()", "cannot change"),
        ("issued_on = now()", "cannot change"),
        ("prime_id = prime_id + 1", "cannot change"),
        ("ciphertext = ''", "only be sealed anew"),
        ("key_id = ''", "only be sealed anew"),
        ("fingerprint = NULL", "code_sealed_until_destroyed"),
        ("destroyed_at = now()", "code_sealed_until_destroyed"),
        ("destroyed_at = now(), ciphertext = '', nonce = '', key_id = ''", "code_sealed_until_destroyed"),
    ],
)
def test_a_code_keeps_its_dates_and_its_seal(change: str, match: str) -> None:
    AccessCodeFactory()
    refused(f"UPDATE accesscodes_accesscode SET {change}", match=match)  # noqa: S608


@pytest.mark.req("A11")
@pytest.mark.parametrize(
    "change", ["destroyed_at = NULL", "stopped_at = NULL", "ciphertext = 'x'", "fingerprint = 'x'", "key_id = 'x'"]
)
def test_what_is_destroyed_or_stopped_stays_so(change: str) -> None:
    AccessCodeFactory(at=datetime(2026, 1, 20, tzinfo=LONDON), stopped_at=clock.now())
    assert services.destroy_codes(older_than=clock.now(), at=clock.now(), actor=None) == 1
    refused(f"UPDATE accesscodes_accesscode SET {change}", match="cannot change|code_sealed|sealed anew")  # noqa: S608


@pytest.mark.req("A11")
def test_a_code_can_be_sealed_anew_under_another_key() -> None:
    code = AccessCodeFactory()
    AccessCode.objects.filter(pk=code.pk).update(key_id="newer", nonce=b"1" * 12, ciphertext=b"2" * 24)


@pytest.mark.req("A5")
def test_neither_row_says_a_character_when_printed() -> None:
    challenge = ChallengeFactory(code__text="AdfH2nQr", answered=True)
    code = challenge.code
    assert str(code) == f"Access code {code.pk}"
    assert "AdfH" not in f"{code!r}{challenge!r}{challenge}{vars(code)}{vars(challenge)}"
    assert Challenge.objects.count() == 1


@pytest.mark.req("A7")
def test_a_code_is_copied_to_spocs_of_its_own_prime_alone() -> None:
    with pytest.raises(IntegrityError, match="SPoCs of its own prime"), transaction.atomic():
        CopyFactory(spoc=SpocWithPlanFactory())


@pytest.mark.req("A9")
def test_one_copy_of_each_number() -> None:
    copy = CopyFactory()
    with pytest.raises(IntegrityError, match="copy_once"), transaction.atomic():
        CopyFactory(spoc=copy.spoc, code=copy.code)


@pytest.mark.req("A8")
@pytest.mark.parametrize(
    ("change", "match"),
    [
        ("acknowledged_at = now()", "copy_acknowledged_together"),
        ("acknowledged_how = 'by email'", "copy_acknowledged_together"),
        ("acknowledged_how = 'a nod', acknowledged_at = now(), acknowledged_by_id = {user}", "copy_acknowledged"),
        ("number = 2", "cannot change"),
        ("code_id = code_id + 1", "cannot change"),
        ("spoc_id = spoc_id + 1", "cannot change"),
        ("ciphertext = ''", "only be sealed anew"),
    ],
)
def test_what_a_copy_keeps(change: str, match: str) -> None:
    copy = CopyFactory()
    refused(f"UPDATE accesscodes_copy SET {change.format(user=copy.spoc.user_id)}", match=match)  # noqa: S608


@pytest.mark.req("A11")
def test_what_opens_a_document_goes_with_its_code() -> None:
    at = datetime(2026, 1, 20, tzinfo=LONDON)
    copy = CopyFactory(code=AccessCodeFactory(at=at), made_at=at)
    assert len(sealing.unseal_unlock_code(copy)) == 34
    services.destroy_codes(older_than=clock.now(), at=clock.now(), actor=None)
    copy.refresh_from_db()
    assert (copy.key_id, bytes(copy.ciphertext)) == ("", b"")
    with pytest.raises(sealing.CodeDestroyed):
        sealing.unseal_unlock_code(copy)


@pytest.mark.req("A11")
def test_an_unlock_code_opens_on_its_own_copy_alone() -> None:
    mine, other = CopyFactory(), CopyFactory()
    other.key_id, other.nonce, other.ciphertext = mine.key_id, mine.nonce, mine.ciphertext
    with pytest.raises(Tampered):
        sealing.unseal_unlock_code(other)
