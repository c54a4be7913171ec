"""The second factor: codes, wrong ones, enrolment and recovery codes (G1)."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts import totp
from accounts.models import TotpDevice
from accounts.rules import too_soon
from audit.actions import Action
from core.clock import LONDON
from tests.accounts.signing_in import actions_of, enter_password
from tests.html import assert_valid_html

from .factories import UserFactory, fresh_code

pytestmark = [pytest.mark.django_db, pytest.mark.req("G1")]


def test_a_code_works_once(client: Client) -> None:
    user = UserFactory()
    enter_password(client, user.email)
    code = fresh_code(user)
    assert client.post("/sign-in/second-factor/", {"code": code}).status_code == 302
    client.post("/sign-out/")
    enter_password(client, user.email)
    assert b"each code works once" in client.post("/sign-in/second-factor/", {"code": code}).content
    # The control: with the note of the used step gone, the same code would pass.
    TotpDevice.objects.update(last_step=-1, throttling_failure_count=0)
    assert client.post("/sign-in/second-factor/", {"code": code}).status_code == 302


@pytest.mark.parametrize(("steps", "passes"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_out(steps: int, passes: bool) -> None:
    secret, now = totp.new_secret(), 1_800_000_015.0
    code = totp.code_for_step(secret, totp.step_at(now) + steps)
    assert (totp.matching_step(secret, code, at=now, after=-1) is not None) is passes


def test_codes_are_those_of_the_standard() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B
    assert totp.code_for_step(secret, 59 // 30) == "287082"
    assert totp.code_for_step(secret, 1111111109 // 30) == "081804"


def test_wrong_codes_make_each_next_try_wait_longer(client: Client) -> None:
    user = UserFactory()
    with time_machine.travel("2026-11-23 09:00:00+00:00", tick=False) as clock:
        enter_password(client, user.email)
        right = fresh_code(user)
        wrong = "000000" if right != "000000" else "000001"
        assert client.post("/sign-in/second-factor/", {"code": wrong}).status_code == 200
        too_soon = client.post("/sign-in/second-factor/", {"code": right})
        assert too_soon.status_code == 429
        assert b"The code before this one was wrong. Wait 1 second, then enter a code again" in too_soon.content
        clock.shift(2)
        assert client.post("/sign-in/second-factor/", {"code": right}).status_code == 302
    assert actions_of(user) == [Action.PASSWORD_PASSED, Action.SECOND_FACTOR_REFUSED, Action.SIGNED_IN]


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (timedelta(milliseconds=1), "Wait 1 second, then"),
        (timedelta(seconds=7.5), "Wait 8 seconds, then"),
        (timedelta(seconds=90), "Try again at 10:05"),
        (timedelta(days=1), "Try again at 10:03 on 24 November"),
    ],
)
def test_how_long_to_wait_is_said_by_the_clock_of_the_console(wait: timedelta, said: str) -> None:
    console, machine = datetime(2026, 11, 23, 10, 2, 45, tzinfo=LONDON), datetime(2026, 11, 22, 8, 3, tzinfo=LONDON)
    assert said in too_soon(machine + wait, now=console, machine_now=machine)


def test_enrolment_on_first_sign_in_then_recovery_codes_once(client: Client) -> None:
    user = UserFactory(enrolled=False)
    enter_password(client, user.email, next_page="/account/")
    assert client.get("/sign-in/second-factor/").url == "/sign-in/set-up/"
    page = client.get("/sign-in/set-up/")
    assert_valid_html(page)
    secret = TotpDevice.objects.get().secret()
    assert totp.in_groups(secret).encode() in page.content
    assert b"<svg" in page.content
    assert b"style=" not in page.content
    assert (
        client.get("/sign-in/set-up/").content.count(totp.in_groups(secret).encode()) == 1
    )  # a reload changes nothing

    response = client.post("/sign-in/set-up/", {"code": totp.current_code(secret)})
    assert response.url == "/account/recovery-codes/"
    once = client.post("/account/recovery-codes/")
    assert_valid_html(once)
    codes = re.findall(rb"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", once.content)
    assert len(set(codes)) == 10
    assert client.post("/account/recovery-codes/kept/").url == "/account/"
    seen = b"".join(
        client.get(page).content for page in ("/account/", "/account/recovery-codes/", "/sign-in/set-up/", "/")
    )
    for hidden in (*codes, secret.encode(), totp.in_groups(secret).encode()):
        assert hidden not in seen


def test_enrolment_cannot_be_done_by_the_password_alone_once_there_is_an_app(client: Client) -> None:
    user = UserFactory()
    before = TotpDevice.objects.get(user=user).secret()
    enter_password(client, user.email)
    assert client.get("/sign-in/set-up/").url == "/sign-in/second-factor/"
    assert client.post("/sign-in/set-up/", {"code": "123456"}).url == "/sign-in/second-factor/"
    assert TotpDevice.objects.get(user=user).secret() == before
    assert client.get("/account/").url == "/sign-in/second-factor/"


def test_an_enrolment_that_someone_else_has_seen_is_dead(client: Client) -> None:
    user = UserFactory(enrolled=False)
    other = Client()
    enter_password(other, user.email)
    other.get("/sign-in/set-up/")
    seen = TotpDevice.objects.get().secret()
    enter_password(client, user.email)
    client.get("/sign-in/set-up/")
    assert TotpDevice.objects.get().secret() != seen
    assert other.post("/sign-in/set-up/", {"code": totp.current_code(seen)}).status_code == 302
    assert not TotpDevice.objects.get().confirmed


def test_the_secret_is_sealed_at_rest() -> None:
    device = TotpDevice.objects.get(user=UserFactory())
    assert device.secret().encode() not in bytes(device.ciphertext)
