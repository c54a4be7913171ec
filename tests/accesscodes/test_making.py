"""Codes are made once, each unlike every other, and destroyed for good."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from accesscodes import sealing, selectors, services
from accesscodes.models import AccessCode
from accesscodes.rules.alphabet import ALPHABET
from accesscodes.rules.calendar import LONDON, issue_of
from accesscodes.rules.state import State
from audit.actions import Action
from audit.models import AuditEvent
from core import crypto
from tests.accesscodes.factories import AccessCodeFactory
from tests.providers.factories import ContractFactory, ProviderFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=LONDON)
DAY = timedelta(days=1)


def make(prime_id: int, **more: Callable[[], str]) -> AccessCode:
    issue = issue_of(2026, 10)
    return services.make_code(
        prime_id=prime_id, issued_on=issue.issued_on, in_force_from=issue.in_force_from, actor=None, **more
    )


@pytest.mark.req("A1", "A11")
def test_a_code_is_made_sealed_and_recorded() -> None:
    prime = ProviderFactory(prime=True)
    code = make(prime.pk)
    kept = AccessCode.objects.get()
    assert kept == code
    text = sealing.unseal(kept)
    assert len(text) == 8
    assert set(text) <= set(ALPHABET)
    assert text.encode() not in bytes(kept.ciphertext) + bytes(kept.fingerprint or b"")
    event = AuditEvent.objects.get()
    assert (event.action, event.chain, event.subject) == (Action.CODE_MADE, f"provider:{prime.pk}", f"code:{code.pk}")
    assert event.detail == {}


@pytest.mark.req("A9")
def test_making_it_again_has_no_effect() -> None:
    prime = ProviderFactory(prime=True)
    code = make(prime.pk)
    with pytest.raises(services.CodeExists):
        make(prime.pk)
    assert AccessCode.objects.get() == code
    assert AuditEvent.objects.count() == 1


@pytest.mark.req("A1")
def test_only_a_prime_has_a_code() -> None:
    with pytest.raises(services.NotAPrime):
        make(ProviderFactory().pk)


@pytest.mark.req("A1")
def test_a_code_that_another_has_is_made_afresh() -> None:
    AccessCodeFactory(at=NOW, text="AdfH2nQr")
    texts = iter(["AdfH2nQr", "AdfH2nQr", "7RqhDa46"])
    assert sealing.unseal(make(ProviderFactory(prime=True).pk, source=lambda: next(texts))) == "7RqhDa46"


@pytest.mark.req("A1")
def test_a_broken_source_is_noticed() -> None:
    AccessCodeFactory(at=NOW, text="AdfH2nQr")
    with pytest.raises(services.NoUniqueCode):
        make(ProviderFactory(prime=True).pk, source=lambda: "AdfH2nQr")
    assert AccessCode.objects.count() == 1


@pytest.mark.req("A11")
@pytest.mark.parametrize("moved", ["prime", "cycle"])
def test_a_sealed_code_opens_on_its_own_row_only(moved: str) -> None:
    mine = AccessCodeFactory(at=NOW)
    other = AccessCodeFactory(at=NOW) if moved == "prime" else AccessCodeFactory(prime=mine.prime, at=NOW + 20 * DAY)
    other.key_id, other.nonce, other.ciphertext = mine.key_id, mine.nonce, mine.ciphertext
    with pytest.raises(crypto.Tampered):
        sealing.unseal(other)


@pytest.mark.req("A11")
def test_a_missing_key_is_said() -> None:
    code = AccessCodeFactory(at=NOW)
    code.key_id = "gone"
    with pytest.raises(crypto.UnknownKey):
        sealing.unseal(code)


@pytest.mark.req("A11")
def test_old_codes_are_destroyed_with_all_that_could_find_them() -> None:
    old = AccessCodeFactory(at=datetime(2026, 8, 20, tzinfo=LONDON), text="AdfH2nQr")
    recent, current = AccessCodeFactory(at=datetime(2026, 10, 20, tzinfo=LONDON)), AccessCodeFactory(at=NOW)
    limit = datetime(2026, 9, 1, tzinfo=LONDON)
    assert services.destroy_codes(older_than=limit, at=NOW, actor=None) == 1
    assert services.destroy_codes(older_than=limit, at=NOW, actor=None) == 0
    old.refresh_from_db()
    assert (old.key_id, bytes(old.nonce), bytes(old.ciphertext), old.fingerprint) == ("", b"", b"", None)
    assert old.destroyed_at == NOW
    with pytest.raises(sealing.CodeDestroyed):
        sealing.unseal(old)
    assert len(sealing.unseal(recent)) == len(sealing.unseal(current)) == 8
    assert list(AuditEvent.objects.values_list("action", "subject")) == [(Action.CODE_DESTROYED, f"code:{old.pk}")]
    AccessCodeFactory(at=NOW, text="AdfH2nQr")  # its text is free again: nothing remembers it


@pytest.mark.req("A11")
def test_codes_are_destroyed_by_prime_as_the_list_is_kept_so_that_neither_waits_for_the_other_for_ever() -> None:
    first, second = ProviderFactory(prime=True), ProviderFactory(prime=True)
    for prime in (second, first):
        AccessCodeFactory(prime=prime, at=datetime(2026, 8, 20, tzinfo=LONDON))
    services.destroy_codes(older_than=NOW, at=NOW, actor=None)
    chains = AuditEvent.objects.order_by("pk").values_list("chain", flat=True)
    assert list(chains) == [f"provider:{first.pk}", f"provider:{second.pk}"]


@pytest.mark.req("A11")
def test_a_code_of_the_present_cycle_is_never_destroyed() -> None:
    current, coming = AccessCodeFactory(at=NOW), AccessCodeFactory(at=NOW + 20 * DAY)
    assert services.destroy_codes(older_than=NOW + 100 * DAY, at=NOW, actor=None) == 0
    assert sealing.unseal(current) != sealing.unseal(coming)


@pytest.mark.req("A5")
def test_a_code_is_shown_in_demonstration_mode_only() -> None:
    code = AccessCodeFactory(at=NOW, text="AdfH2nQr")
    with override_settings(DEMONSTRATION=True):
        assert services.demonstration_code(code.prime_id, at=NOW) == "AdfH2nQr"
        with pytest.raises(services.NoCodeInForce):
            services.demonstration_code(code.prime_id, at=NOW + 20 * DAY)
    with override_settings(DEMONSTRATION=False), pytest.raises(services.NotDemonstration):
        services.demonstration_code(code.prime_id, at=NOW)


@pytest.mark.req("A6")
def test_states() -> None:
    states = {
        State.CURRENT: AccessCodeFactory(at=NOW),
        State.PAST: AccessCodeFactory(at=NOW - 30 * DAY),
        State.COMING: AccessCodeFactory(at=NOW + 20 * DAY),
        State.STOPPED: AccessCodeFactory(at=NOW, stopped_at=NOW),
        State.NONE: None,
    }
    assert {selectors.code_state(code, NOW) for code in states.values()} == set(states)
    to_be_stopped = AccessCodeFactory(at=NOW, stopped_at=NOW + DAY)
    assert selectors.code_state(to_be_stopped, NOW) is State.CURRENT
    services.destroy_codes(older_than=NOW, at=NOW, actor=None)
    assert selectors.code_state(AccessCode.objects.exclude(destroyed_at=None).get(), NOW) is State.DESTROYED


@pytest.mark.req("A6")
def test_codes_in_force_of_many_primes_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    current = [AccessCodeFactory(at=NOW) for _ in range(5)]
    past, stopped = AccessCodeFactory(at=NOW - 30 * DAY), AccessCodeFactory(at=NOW, stopped_at=NOW)
    primes = [code.prime_id for code in (*current, past, stopped)]
    with django_assert_num_queries(1):
        assert selectors.codes_in_force(primes, NOW) == {code.prime_id: code.pk for code in current}


class TestCommand:
    @pytest.mark.req("A6", "A9")
    @time_machine.travel(NOW, tick=False)
    def test_makes_what_is_missing_and_nothing_twice(self) -> None:
        with_code = AccessCodeFactory(at=NOW).prime
        ContractFactory(prime=with_code)
        stopped = ContractFactory(prime=AccessCodeFactory(at=NOW, stopped_at=NOW).prime).prime
        last_month = ContractFactory(prime=AccessCodeFactory(at=NOW - 30 * DAY).prime).prime
        fresh = ContractFactory().prime
        ContractFactory(prime=fresh, programme="mwa")
        ContractFactory(ends_on=NOW.date() - DAY)
        ContractFactory(starts_on=NOW.date() + DAY)
        ProviderFactory(prime=True)
        assert run() == "2 access codes made, in force from 2 November 2026.\n"
        assert set(selectors.codes_in_force([with_code.pk, stopped.pk, last_month.pk, fresh.pk], NOW)) == {
            with_code.pk, last_month.pk, fresh.pk,
        }  # fmt: skip
        count = AccessCode.objects.count()
        assert "Nothing to make" in run()
        assert AccessCode.objects.count() == count

    @pytest.mark.req("A6")
    @time_machine.travel(NOW, tick=False)
    def test_a_prime_off_the_list_is_given_none(self) -> None:
        ContractFactory(prime__ended_on=NOW.date())
        assert "Nothing to make" in run()
        assert not AccessCode.objects.exists()

    @pytest.mark.req("A6")
    def test_the_first_morning_of_a_cycle(self) -> None:
        ContractFactory(prime=AccessCodeFactory(at=NOW).prime)
        with time_machine.travel(issue_of(2026, 11).in_force_from, tick=False):
            assert run() == "1 access code made, in force from 30 November 2026.\n"


def run() -> str:
    output = StringIO()
    call_command("make_codes", stdout=output)
    return output.getvalue()
