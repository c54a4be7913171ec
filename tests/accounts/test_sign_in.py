"""Signing in: password, throttle, second factor, enrolment (G1)."""

import re
import time

import pytest
import time_machine
from django.test import Client

from accounts import totp
from accounts.models import TotpDevice, User
from accounts.rules import Role
from audit.actions import Action
from audit.models import AuditEvent
from tests.html import assert_valid_html

from .factories import PASSWORD, UserFactory, fresh_code

pytestmark = [pytest.mark.django_db, pytest.mark.req("G1")]


def enter_password(client: Client, email: str, password: str = PASSWORD, next_page: str = ""):
    return client.post("/sign-in/", {"email": email, "password": password, "next": next_page})


def actions_of(user: User) -> list[str]:
    return list(AuditEvent.objects.filter(chain=f"person:{user.pk}").values_list("action", flat=True))


def test_password_then_six_digits_lead_in(client: Client) -> None:
    user = UserFactory()
    assert enter_password(client, f" {user.email.upper()} ").url == "/sign-in/second-factor/"
    assert_valid_html(client.get("/sign-in/second-factor/"))
    response = client.post("/sign-in/second-factor/", {"code": fresh_code(user)})
    assert response.url == "/"
    assert client.get("/account/").status_code == 200
    assert actions_of(user) == [Action.PASSWORD_PASSED, Action.SIGNED_IN]


def test_the_password_alone_opens_nothing(client: Client) -> None:
    enter_password(client, UserFactory().email)
    for page in ("/", "/account/", "/people/", "/audit/"):
        assert client.get(page).url == "/sign-in/second-factor/"


def test_the_session_gets_a_new_name_at_each_step(client: Client) -> None:
    user = UserFactory()
    client.get("/sign-in/")
    enter_password(client, user.email)
    first = client.cookies["session"].value
    client.post("/sign-in/second-factor/", {"code": fresh_code(user)})
    assert client.cookies["session"].value != first


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_says_the_same_whoever_it_is(client: Client, known: bool) -> None:
    email = UserFactory().email if known else "nobody@example.com"
    response = enter_password(client, email, "wrong")
    assert b"Enter the right email address and password" in response.content
    assert_valid_html(response)


def test_the_answer_to_a_wrong_password_is_the_same_byte_for_byte(client: Client) -> None:
    known, unknown = UserFactory(email="a@example.com"), "b@example.com"
    UserFactory(email="c@example.com", is_active=False)
    UserFactory(email="d@example.com", password=None)
    pages = [
        re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"|[abcd]@example.com', b"", page)
        for page in (enter_password(client, email, "wrong").content for email in (known.email, unknown))
    ]
    shut_out = enter_password(client, "c@example.com").content
    invited = enter_password(client, "d@example.com").content
    for page in (shut_out, invited):
        pages.append(re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"|[abcd]@example.com', b"", page))
    assert len(set(pages)) == 1


def test_an_unknown_address_costs_a_hash_as_a_known_one_does(client: Client, settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    known = UserFactory()
    times = {}
    for email in (known.email, "nobody@example.com"):
        started = time.process_time()
        enter_password(client, email, "wrong")
        times[email] = time.process_time() - started
    assert 0.4 < times[known.email] / times["nobody@example.com"] < 2.5


def test_the_sixth_try_is_shut_out_even_with_the_right_password_and_again_let_in_later(client: Client) -> None:
    user = UserFactory()
    with time_machine.travel("2026-11-23 09:00:00+00:00", tick=False) as clock:
        for _ in range(4):
            assert enter_password(client, user.email, "wrong").status_code == 200
        assert enter_password(client, user.email, "wrong").status_code == 429
        refused = enter_password(client, user.email)
        assert refused.status_code == 429
        assert b"Wait 15 minutes" in refused.content
        assert_valid_html(refused)
        clock.shift(15 * 60 + 1)
        assert enter_password(client, user.email).status_code == 302


def test_an_address_that_belongs_to_nobody_is_shut_out_just_the_same(client: Client) -> None:
    answers = [enter_password(client, "nobody@example.com", "wrong").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]


def test_one_account_is_shut_out_for_all_after_twenty_tries_from_many_addresses(client: Client) -> None:
    user = UserFactory()
    for number in range(19):
        client.post("/sign-in/", {"email": user.email, "password": "no"}, REMOTE_ADDR=f"10.0.0.{number}")
    last = client.post("/sign-in/", {"email": user.email, "password": "no"}, REMOTE_ADDR="10.0.1.1")
    assert last.status_code == 429
    other = UserFactory()
    assert enter_password(client, other.email).status_code == 302


def test_an_office_behind_one_address_is_not_shut_out_by_one_forgetful_person(client: Client) -> None:
    forgetful, colleague = UserFactory(), UserFactory()
    for _ in range(6):
        enter_password(client, forgetful.email, "wrong")
    assert enter_password(client, colleague.email).status_code == 302


def test_signing_in_oneself_buys_no_more_guesses_at_a_colleague(client: Client) -> None:
    colleague, insider = UserFactory(), UserFactory()
    answers = []
    for _ in range(2):
        answers += [enter_password(client, colleague.email, "wrong").status_code for _ in range(4)]
        enter_password(client, insider.email)
    assert answers == [200] * 4 + [429] * 4


def test_a_right_password_forgets_the_wrong_ones_before_it(client: Client) -> None:
    user = UserFactory()
    for _ in range(3):
        answers = [enter_password(client, user.email, "wrong").status_code for _ in range(4)]
        assert answers == [200] * 4
        assert enter_password(client, user.email).status_code == 302


def test_refused_passwords_are_recorded_without_what_was_typed(client: Client) -> None:
    user = UserFactory()
    enter_password(client, user.email, "wrong-secret")
    enter_password(client, "nobody@example.com", "wrong-secret")
    events = AuditEvent.objects.filter(action=Action.SIGN_IN_REFUSED)
    assert {event.chain for event in events} == {f"person:{user.pk}", "sign-in"}
    assert "example.com" not in str(list(events.values()))


def test_a_right_password_is_recorded_even_if_nothing_follows(client: Client) -> None:
    user = UserFactory()
    enter_password(client, user.email)
    (event,) = AuditEvent.objects.all()
    assert (event.action, event.chain, event.subject) == (
        Action.PASSWORD_PASSED, f"person:{user.pk}", f"person:{user.pk}",
    )  # fmt: skip
    assert event.actor is None  # a password alone proves nobody
    assert event.detail == {}


@pytest.mark.parametrize("standing", [{"is_active": False}, {"password": None}])
def test_nobody_who_is_not_let_in_is_recorded_as_past_the_password(client: Client, standing: dict) -> None:
    user = UserFactory(**standing)
    enter_password(client, user.email)
    assert actions_of(user) == [Action.SIGN_IN_REFUSED]


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
        assert b"Try again after 09:00:01" in too_soon.content
        clock.shift(2)
        assert client.post("/sign-in/second-factor/", {"code": right}).status_code == 302
    assert actions_of(user) == [Action.PASSWORD_PASSED, Action.SECOND_FACTOR_REFUSED, Action.SIGNED_IN]


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


def test_someone_shut_out_is_out_on_the_next_page(client: Client) -> None:
    user = UserFactory(role=Role.AGENT)
    enter_password(client, user.email)
    client.post("/sign-in/second-factor/", {"code": fresh_code(user)})
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/account/").url.startswith("/sign-in/")


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_never_leads_away(client: Client, wanted: str) -> None:
    user = UserFactory()
    enter_password(client, user.email, next_page=wanted)
    assert client.post("/sign-in/second-factor/", {"code": fresh_code(user)}).url == "/"


def test_signing_out_ends_the_session_and_empties_the_browser(client: Client) -> None:
    user = UserFactory()
    enter_password(client, user.email)
    client.post("/sign-in/second-factor/", {"code": fresh_code(user)})
    response = client.post("/sign-out/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/account/").url == "/sign-in/?next=%2Faccount%2F"
    assert actions_of(user)[-1] == Action.SIGNED_OUT


def test_the_password_alone_signs_nobody_out(client: Client) -> None:
    user, thief = UserFactory(), Client()
    enter_password(client, user.email)
    client.post("/sign-in/second-factor/", {"code": fresh_code(user)})
    enter_password(thief, user.email)
    assert thief.post("/sign-out/").status_code == 303
    assert thief.get("/sign-in/second-factor/").url == "/sign-in/"
    assert client.get("/account/").status_code == 200
    assert Action.SIGNED_OUT not in actions_of(user)
