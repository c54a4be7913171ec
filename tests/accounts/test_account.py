"""One's own account, recovery codes, and nonsense typed anywhere (G1)."""

import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import services
from accounts.models import RecoveryCode, RecoveryDevice, User
from accounts.rules import Role
from audit.actions import Action
from audit.models import AuditEvent
from tests.html import assert_valid_html, text_of

from .factories import PASSWORD, UserFactory, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.req("G1")]
NEW = "seven green bicycles"
anything = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
NONSENSE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789 ٠١٢٣٤٥٦٧٨٩\x00-", max_size=12),
    st.sampled_from(["\x00", "1" * 5000, "\uff19" * 6, "'; DROP TABLE", "١٢٣٤٥٦", "-1", "1e999"]),
)


def kept_codes(user: User) -> tuple[str, ...]:
    codes = services.make_recovery_codes(user_id=user.pk)
    services.keep_recovery_codes(user_id=user.pk)
    return codes


def at_the_second_factor(user: User) -> Client:
    client = Client()
    client.post("/sign-in/", {"email": user.email, "password": PASSWORD})
    return client


def test_the_account_says_what_to_do_and_nothing_about_a_sign_in_that_never_was() -> None:
    user = UserFactory()
    client = sign_in(Client(), user)
    shown = text_of(assert_valid_html(client.get("/account/")))
    assert "You have no recovery code left. Get new ones now" in shown
    assert "at that time" not in shown
    kept_codes(user)
    assert "no recovery code left" not in text_of(assert_valid_html(client.get("/account/")))


def test_a_recovery_code_signs_in_once() -> None:
    user = UserFactory()
    code = kept_codes(user)[0]
    assert_valid_html(at_the_second_factor(user).get("/sign-in/recovery-code/"))
    typed = code.lower().replace("-", " ")
    client = at_the_second_factor(user)
    assert client.post("/sign-in/recovery-code/", {"code": typed}).url == "/"
    assert client.get("/account/").status_code == 200
    refused = at_the_second_factor(user).post("/sign-in/recovery-code/", {"code": code})
    assert b"was used before" in refused.content
    used = AuditEvent.objects.get(action=Action.RECOVERY_CODE_USED)
    assert used.detail == {"left": 9}


def test_recovery_codes_are_throttled() -> None:
    user = UserFactory()
    right = kept_codes(user)[0]
    client = at_the_second_factor(user)
    client.post("/sign-in/recovery-code/", {"code": "AAAA-AAAA-AAAA"})
    assert client.post("/sign-in/recovery-code/", {"code": right}).status_code == 429


def test_recovery_codes_of_someone_else_are_wrong() -> None:
    user, other = UserFactory(), UserFactory()
    kept_codes(user)
    codes = kept_codes(other)
    assert at_the_second_factor(user).post("/sign-in/recovery-code/", {"code": codes[0]}).status_code == 200


def test_recovery_codes_are_not_in_the_database() -> None:
    codes = kept_codes(UserFactory())
    stored = b"".join(bytes(row.fingerprint) for row in RecoveryCode.objects.all())
    assert not any(code.replace("-", "").encode() in stored for code in codes)


def test_codes_that_nobody_said_they_kept_do_not_count() -> None:
    user = UserFactory()
    RecoveryDevice.objects.update(confirmed=False)
    codes = services.make_recovery_codes(user_id=user.pk)
    assert at_the_second_factor(user).post("/sign-in/recovery-code/", {"code": codes[0]}).status_code == 200


def test_new_recovery_codes_need_the_password_and_end_the_old(client: Client) -> None:
    user = UserFactory()
    old = kept_codes(user)
    sign_in(client, user)
    assert_valid_html(client.get("/account/recovery-codes/"))
    refused = client.post("/account/recovery-codes/", {"old": "wrong"})
    assert b"That is not your present password" in refused.content
    shown = client.post("/account/recovery-codes/", {"old": PASSWORD})
    new = re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", shown.content.decode())
    assert len(new) == 10
    assert at_the_second_factor(user).post("/sign-in/recovery-code/", {"code": old[1]}).status_code == 200
    RecoveryDevice.objects.update(throttling_failure_count=0)
    assert at_the_second_factor(user).post("/sign-in/recovery-code/", {"code": new[1]}).status_code == 302


def test_keeping_no_codes_leads_back_to_making_them(client: Client) -> None:
    assert sign_in(client, UserFactory()).post("/account/recovery-codes/kept/").url == "/account/recovery-codes/"


def test_the_password_is_changed_with_the_old_one(client: Client) -> None:
    user = UserFactory()
    sign_in(client, user)
    wrong = client.post("/account/password/", {"old": "wrong", "password": NEW, "again": NEW})
    assert b"That is not your present password" in wrong.content
    assert_valid_html(wrong)
    unlike = client.post("/account/password/", {"old": PASSWORD, "password": NEW, "again": NEW + "s"})
    assert b"The two passwords are not the same" in unlike.content
    weak = client.post("/account/password/", {"old": PASSWORD, "password": "aaa", "again": "aaa"})
    assert weak.status_code == 200
    assert client.post("/account/password/", {"old": PASSWORD, "password": NEW, "again": NEW}).url == "/account/"
    assert client.get("/account/").status_code == 200  # still signed in
    assert User.objects.get(pk=user.pk).check_password(NEW)
    assert AuditEvent.objects.filter(action=Action.PASSWORD_CHOSEN, actor=user).count() == 1


def test_the_account_page_tells_of_the_sign_in_before_this_one(client: Client) -> None:
    user = UserFactory()
    codes = kept_codes(user)
    services.use_recovery_code(user_id=user.pk, code=codes[0])
    page = sign_in(client, user).get("/account/")
    assert b"This is the first time" in page.content
    assert b"9 left" in page.content
    services.use_recovery_code(user_id=user.pk, code=codes[1])
    page = sign_in(client, user).get("/account/")
    assert b"Never" not in page.content
    assert_valid_html(page)


@anything
@given(email=NONSENSE, password=NONSENSE, wanted=NONSENSE)
def test_nonsense_at_the_sign_in_is_answered(email: str, password: str, wanted: str) -> None:
    answered = Client().post("/sign-in/", {"email": email, "password": password, "next": wanted})
    assert answered.status_code in {200, 429}
    assert Client().get("/sign-in/", {"next": wanted, "why": wanted}).status_code == 200


@anything
@given(code=NONSENSE)
def test_nonsense_for_a_code_is_answered(code: str) -> None:
    user = User.objects.first() or UserFactory()
    client = at_the_second_factor(user)
    assert client.post("/sign-in/second-factor/", {"code": code}).status_code in {200, 429}
    assert client.post("/sign-in/recovery-code/", {"code": code}).status_code in {200, 429}
    newcomer = User.objects.filter(totpdevice=None).first() or UserFactory(enrolled=False)
    client = at_the_second_factor(newcomer)
    client.get("/sign-in/set-up/")
    assert client.post("/sign-in/set-up/", {"code": code}).status_code in {200, 429}


@anything
@given(name=NONSENSE, email=NONSENSE, role=NONSENSE, page=NONSENSE)
def test_nonsense_about_people_is_answered(name: str, email: str, role: str, page: str) -> None:
    client = sign_in(Client(), User.objects.filter(role=Role.BMT).first() or UserFactory(role=Role.BMT))
    for answered in (
        client.post("/people/add/", {"full_name": name, "email": email, "role": role}),
        client.post("/people/add/", {"full_name": name, "email": "a@example.com", "role": role}),
        client.get("/people/", {"text": name, "role": role, "active": email, "page": page}),
        client.get("/audit/", {"person": page, "action": role, "call": name, "before": page, "since_day": name}),
    ):
        assert answered.status_code == 200


@anything
@given(token=NONSENSE)
def test_nonsense_for_an_invitation_is_answered(token: str) -> None:
    client = Client()
    assert client.get("/invitation/follow/", {"token": token}, follow=True).status_code == 410
