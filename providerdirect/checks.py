"""What the service refuses to start with, unless demonstration mode is named.

The web server, the worker and the scheduler call `refuse_unsafe_settings` and `refuse_missing_keys`; management
commands report the same through Django's system checks: `manage.py check`, and `check --database default`.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import Error

from core import sealed
from core.crypto import BadKeyRing, parse_key_ring

from . import environment as env
from . import server  # noqa: F401 - its numbers are refused like the settings', and by everything that starts

ERROR, WARNING, MISSING = "providerdirect.E001", "providerdirect.W001", "providerdirect.E002"
SECRETS = ("SECRET_KEY", "FINGERPRINT_KEY", "AUDIT_KEY")
SHORTEST_KEY = 32
FEWEST_DIFFERENT = 10
LOOPBACK = {"127.0.0.1", "localhost", "::1", "[::1]", "testserver"}
OTP = "django_otp.middleware.OTPMiddleware"
SECOND_FACTOR = "accounts.middleware.AccessMiddleware"
SITE = re.compile(r"https://[a-z0-9.-]+(:\d+)?", re.IGNORECASE)
HOW_TO_TRY = "README.md lists the settings. To try things out on a machine without real data: DEMONSTRATION=1."
HOW_TO_MAKE_KEYS = "`make keys` prints a fresh set."


def problems() -> list[str]:
    """One sentence for each setting that is unsafe, saying what to set; empty in demonstration mode."""
    if settings.DEMONSTRATION:
        return []
    asked = (_debugging, _keys, _encryption, _https, _hosts, _site, _proxies, _second_factor, _addresses, _mail)
    return [problem for ask in asked for problem in ask()]


def warnings() -> list[str]:
    """What is worth saying at the start of a demonstration."""
    outside = sorted(set(settings.ALLOWED_HOSTS) - LOOPBACK)
    if not settings.DEMONSTRATION or not outside:
        return []
    return [
        f"DEMONSTRATION=1 while ALLOWED_HOSTS names {', '.join(outside)}: the keys are public knowledge and the "
        "people are made up. Never put real data into this one."
    ]


def refuse_unsafe_settings() -> None:
    """Called when the web server, the worker or the scheduler starts. Raises ImproperlyConfigured with the list."""
    for warning in warnings():
        print(f"WARNING: {warning}", file=sys.stderr, flush=True)  # noqa: T201 - the log is not set up yet
    if found := problems():
        lines = "\n".join(f"  - {problem}" for problem in found)
        raise ImproperlyConfigured(f"The service does not start with unsafe settings:\n{lines}\n{HOW_TO_MAKE_KEYS}")


def missing_keys() -> list[str]:
    """One sentence for each key that rows are sealed under and ENCRYPTION_KEYS lacks, in demonstration mode too.

    Empty where the database does not answer or has no tables yet: that is for the health page and `migrate` to say.
    """
    try:
        unreadable = sealed.unreadable()
    except (Error, BadKeyRing):
        return []
    return [
        f"ENCRYPTION_KEYS must hold {key_id}, put behind the others: {', '.join(what)} are sealed under it and cannot "
        "be opened without. `manage.py rotate_keys` says when a key may go."
        for key_id, what in sorted(unreadable.items())
    ]


def refuse_missing_keys() -> None:
    """Called at the start after the settings were found safe. Raises ImproperlyConfigured with the list."""
    if found := missing_keys():
        lines = "\n".join(f"  - {problem}" for problem in found)
        raise ImproperlyConfigured(f"The service does not start without the keys of what it holds:\n{lines}")


@checks.register(checks.Tags.database)
def report_missing_keys(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    """The same list for `manage.py check --database default` and `migrate`; Django asks without a database too."""
    return [checks.Error(problem, hint="docs/keys.md", id=MISSING) for problem in (missing_keys() if databases else [])]


@checks.register(checks.Tags.security)
def report_unsafe_settings(app_configs: Sequence[Any] | None, **_: Any) -> list[checks.CheckMessage]:
    """The same list for `manage.py check`."""
    errors = [checks.Error(problem, hint=HOW_TO_TRY, id=ERROR) for problem in problems()]
    return [*errors, *(checks.Warning(warning, id=WARNING) for warning in warnings())]


def _debugging() -> Iterator[str]:
    if settings.DEBUG:
        yield "DEBUG must be 0: its error pages show what callers said."


def _keys() -> Iterator[str]:
    keys = {name: _setting(name) for name in SECRETS}
    for name, key in keys.items():
        if _is_weak(key):
            yield f"{name} must be a random text of at least {SHORTEST_KEY} characters."
        elif key.startswith("demonstration") or key.startswith("django-insecure"):
            yield f"{name} must not be the one that comes with the checkout."
    if settings.AUDIT_KEY in settings.AUDIT_KEYS_BEFORE:
        yield "AUDIT_KEYS_BEFORE must hold earlier keys only, and not the present AUDIT_KEY."
    given = [key for key in keys.values() if key]
    if len(set(given)) < len(given):
        yield "SECRET_KEY, FINGERPRINT_KEY and AUDIT_KEY must differ from one another."


def _encryption() -> Iterator[str]:
    try:
        ring = parse_key_ring(settings.ENCRYPTION_KEYS)
    except BadKeyRing as error:
        yield f"ENCRYPTION_KEYS must hold id:BASE64 of 32 random bytes. {error}"
        return
    if env.DEMONSTRATION_ENCRYPTION_KEY in ring.values():
        yield "ENCRYPTION_KEYS must not hold the key that comes with the checkout."
    for key_id, key in ring.items():
        if len(set(key)) < FEWEST_DIFFERENT or _follows_a_pattern(key):
            yield f"The key {key_id} of ENCRYPTION_KEYS must be 32 random bytes: this one follows a pattern."
    if len(set(ring.values())) < len(ring):
        yield "The keys of ENCRYPTION_KEYS must differ from one another: the same key has two ids."
    others = [_setting(name) for name in SECRETS]
    if any(secret and secret in others for secret in _encoded(settings.ENCRYPTION_KEYS)):
        yield "ENCRYPTION_KEYS must not hold a key that is used for something else too."


def _https() -> Iterator[str]:
    needed = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    if not all(getattr(settings, name) for name in needed) or not settings.SECURE_HSTS_SECONDS:
        yield "HTTPS must be 1: cookies must not travel over plain HTTP."


def _hosts() -> Iterator[str]:
    if not settings.ALLOWED_HOSTS or any(host.startswith(("*", ".")) for host in settings.ALLOWED_HOSTS):
        yield "ALLOWED_HOSTS must name the host that the console is served from, and no pattern."


def _site() -> Iterator[str]:
    if not SITE.fullmatch(settings.SITE_URL):
        yield "SITE_URL must be the console's address, such as https://console.example: emails and invitations say it."


def _proxies() -> Iterator[str]:
    if settings.SECURE_PROXY_SSL_HEADER and not settings.PROXY_COUNT:
        yield "PROXY_COUNT must be at least 1 with TRUST_PROXY=1: or every wrong password counts as the proxy's own."


def _second_factor() -> Iterator[str]:
    order = [name for name in settings.MIDDLEWARE if name in {OTP, SECOND_FACTOR}]
    if order != [OTP, SECOND_FACTOR]:
        yield f"MIDDLEWARE must hold {OTP} and after it {SECOND_FACTOR}: nobody comes in without a second factor."


def _addresses() -> Iterator[str]:
    for name in ("DATABASE_URL", "REDIS_URL"):
        if not env.text(name):
            yield f"{name} must be set: the bundled servers are for a demonstration only."
    if not env.text("EMAIL_HOST"):
        yield "EMAIL_HOST must be set to the mail server: what it takes counts as sent."


def _mail() -> Iterator[str]:
    encrypted, here = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL, settings.EMAIL_HOST in LOOPBACK
    if settings.EMAIL_USE_TLS and settings.EMAIL_USE_SSL:
        yield "Set EMAIL_USE_TLS (STARTTLS) or EMAIL_USE_SSL (TLS from the start), not both."
    if not encrypted and not here and settings.EMAIL_HOST != settings.EMAIL_WITHOUT_TLS:
        yield (
            "EMAIL_USE_TLS or EMAIL_USE_SSL must be 1: emails hold unlock codes. A mail server without TLS, on a "
            "network of your own, must be named in EMAIL_WITHOUT_TLS."
        )
    if not encrypted and not here and settings.EMAIL_HOST_PASSWORD:
        yield "EMAIL_HOST_PASSWORD must not travel without TLS: set EMAIL_USE_TLS or EMAIL_USE_SSL to 1."


def _is_weak(key: str) -> bool:
    return len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_DIFFERENT or _follows_a_pattern(key.encode())


def _follows_a_pattern(key: bytes) -> bool:
    """Whether a key is a shorter one repeated, or counts in steps: what somebody types who has to fill in a line."""
    repeats = any(key == (key[:size] * len(key))[: len(key)] for size in range(1, len(key) // 2 + 1))
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    return repeats or len(steps) == 1


def _encoded(keys: str) -> list[str]:
    """The texts behind the ids."""
    return [entry.partition(":")[2].strip() for entry in keys.split(",")]


def _setting(name: str) -> str:
    """A setting's text; Django itself raises for an empty SECRET_KEY."""
    try:
        return str(getattr(settings, name))
    except ImproperlyConfigured:
        return ""
