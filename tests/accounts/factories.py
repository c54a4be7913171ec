"""People for every room's tests: `UserFactory(role=Role.BMT)`, `sign_in(client, user)`, `signed_in(page, ...)`."""

import time
from typing import TYPE_CHECKING, Any

import factory
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from accounts import sessions, totp
from accounts.models import RecoveryDevice, TotpDevice, User
from accounts.rules import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSWORD = "correct horse battery staple"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """Someone active with PASSWORD and an authenticator app: an agent unless `role` says otherwise."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.com")
    full_name = factory.Sequence(lambda number: f"Person {number}")
    role = Role.AGENT
    is_active = True
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def enrolled(self: User, create: bool, extracted: bool | None, **_: Any) -> None:  # type: ignore[misc]
        """`UserFactory(enrolled=False)` has no second factor yet."""
        if create and extracted is not False:
            TotpDeviceFactory(user=self)
            RecoveryDevice.objects.create(user=self, name="recovery", confirmed=True)


class TotpDeviceFactory(factory.django.DjangoModelFactory[TotpDevice]):
    """A confirmed authenticator app; `secret` is base32 text."""

    class Meta:
        model = TotpDevice

    user = factory.SubFactory(UserFactory, enrolled=False)
    name = "app"
    confirmed = True

    @classmethod
    def _create(cls, model_class: type[TotpDevice], *args: Any, **kwargs: Any) -> TotpDevice:
        secret = kwargs.pop("secret", None) or totp.new_secret()
        device = model_class(*args, **kwargs)
        device.seal_secret(secret)
        device.save()
        return device


def sign_in(client: Client, user: User) -> Client:
    """A real session that has passed the second factor, without going through the pages. Returns the client."""
    device = TotpDevice.objects.filter(user=user, confirmed=True).first() or TotpDeviceFactory(user=user)
    user.session_token = sessions.new_token()
    user.save(update_fields=["session_token"])
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            **sessions.marks(device, user.session_token),
        }
    )
    session.save(must_create=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def fresh_code(user: User) -> str:
    """A code that works now: codes used before are forgotten, so that one test may sign in twice."""
    device = TotpDevice.objects.get(user=user)
    TotpDevice.objects.filter(pk=device.pk).update(last_step=-1)
    return totp.code_for_step(device.secret(), totp.step_at(time.time()))


def signed_in(page: "Page", live_server: Any, user: User) -> None:
    """In a browser: a session such as `sign_in` makes, and their first page. `sign_in_steps` goes by the form."""
    cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(f"{live_server.url}/")


def sign_in_steps(page: "Page", live_server: Any, user: User, password: str = PASSWORD) -> None:
    """In a browser: the sign-in page, the password, the six digits, as far as the person's first page."""
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Six-digit code").fill(fresh_code(user))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)
