"""The service does not start with unsafe settings, unless a demonstration is named."""

import base64
import hashlib
import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from dev import keys
from dev.paths import CHECKOUT
from providerdirect import checks, environment
from tests.accesscodes.factories import AccessCodeFactory
from tests.keys import ring

SAFE = {
    "DEMONSTRATION": False, "DEBUG": False, "ALLOWED_HOSTS": ["console.example"], "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True, "SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 31_536_000,
    "SITE_URL": "https://console.example", "PROXY_COUNT": 1,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
}  # fmt: skip
COMES_WITH_IT = "demonstration-only-" + "s3Kq9vZx7Lw2Rt5Yb8Nc4Mf6Hj1Gd0Pa"
COUNTING_KEY = base64.b64encode(bytes(range(7, 135, 4))).decode()
REPEATED_KEY = base64.b64encode(b"sixteen-letters!" * 2).decode()
# Made once and written down: it stands in the names of tests, which must be the same in every process.
GOOD_KEY = base64.b64encode(hashlib.sha256(b"a key for tests").digest()).decode()
DEMONSTRATION_KEY = base64.b64encode(environment.DEMONSTRATION_ENCRYPTION_KEY).decode()


@pytest.fixture
def production(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name, value in {**SAFE, **keys.fresh()}.items():
        setattr(settings, name, value)
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@database/provider_direct")
    monkeypatch.setenv("REDIS_URL", "redis://broker:6379/0")
    monkeypatch.setenv("EMAIL_HOST", "127.0.0.1")
    return settings


@pytest.mark.usefixtures("production")
def test_safe_settings_are_let_pass() -> None:
    assert checks.problems() == []
    checks.refuse_unsafe_settings()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DEBUG", True, "DEBUG must be 0"),
        ("SECRET_KEY", "", "SECRET_KEY must be a random text"),
        ("SECRET_KEY", "short", "SECRET_KEY must be a random text"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY must be a random text"),
        ("SECRET_KEY", COMES_WITH_IT, "SECRET_KEY must not be the one that comes"),
        ("FINGERPRINT_KEY", "", "FINGERPRINT_KEY must be a random text"),
        ("AUDIT_KEY", "demonstration-audit-key-9b1e5d3f7a2c8064", "AUDIT_KEY must not be the one that comes"),
        ("ENCRYPTION_KEYS", "", "ENCRYPTION_KEYS must hold"),
        ("ENCRYPTION_KEYS", "one:bm90LTMyLWJ5dGVz", "ENCRYPTION_KEYS must hold"),
        ("ENCRYPTION_KEYS", f"renamed:{DEMONSTRATION_KEY}", "ENCRYPTION_KEYS must not hold the key that comes"),
        ("ENCRYPTION_KEYS", f"one:{COUNTING_KEY}", "The key one of ENCRYPTION_KEYS must be 32 random bytes"),
        ("ENCRYPTION_KEYS", f"one:{REPEATED_KEY}", "The key one of ENCRYPTION_KEYS must be 32 random bytes"),
        ("ENCRYPTION_KEYS", f"one:{GOOD_KEY},two:{GOOD_KEY}", "the same key has two ids"),
        ("ENCRYPTION_KEYS", f"{'x' * 41}:{GOOD_KEY}", "id has at most 40 characters"),
        ("FINGERPRINT_KEY", "abcdefghijkl" * 4, "FINGERPRINT_KEY must be a random text"),
        ("AUDIT_KEY", "".join(map(chr, range(48, 100))), "AUDIT_KEY must be a random text"),
        ("SESSION_COOKIE_SECURE", False, "HTTPS must be 1"),
        ("CSRF_COOKIE_SECURE", False, "HTTPS must be 1"),
        ("SECURE_SSL_REDIRECT", False, "HTTPS must be 1"),
        ("SECURE_HSTS_SECONDS", 0, "HTTPS must be 1"),
        ("ALLOWED_HOSTS", [], "ALLOWED_HOSTS must name"),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS must name"),
        ("ALLOWED_HOSTS", [".example"], "ALLOWED_HOSTS must name"),
        ("SITE_URL", "", "SITE_URL must be"),
        ("SITE_URL", "http://console.example", "SITE_URL must be"),
        ("SITE_URL", "https://console.example/pd", "SITE_URL must be"),
        ("SITE_URL", "console.example", "SITE_URL must be"),
        ("PROXY_COUNT", 0, "PROXY_COUNT must be at least 1 with TRUST_PROXY=1"),
        ("MIDDLEWARE", [], "nobody comes in without a second factor"),
        ("MIDDLEWARE", [checks.SECOND_FACTOR, checks.OTP], "nobody comes in without a second factor"),
    ],
)
def test_an_unsafe_setting_is_refused_and_named(production: Any, name: str, value: Any, said: str) -> None:
    setattr(production, name, value)
    with pytest.raises(ImproperlyConfigured, match=said):
        checks.refuse_unsafe_settings()
    found = [error for error in checks.report_unsafe_settings(None) if said in error.msg]  # type: ignore[union-attr]
    assert found
    assert "To try things out on a machine without real data: DEMONSTRATION=1" in str(found[0].hint)


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_the_bundled_servers_are_for_demonstrations(
    production: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert not production.DEMONSTRATION
    monkeypatch.delenv(name)
    with pytest.raises(ImproperlyConfigured, match=f"{name} must be set"):
        checks.refuse_unsafe_settings()


@pytest.mark.usefixtures("production")
def test_a_mail_server_must_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_HOST", "")
    assert [problem for problem in checks.problems() if problem.startswith("EMAIL_HOST must be set")]


def test_two_equal_keys_are_refused(production: Any) -> None:
    production.AUDIT_KEY = production.FINGERPRINT_KEY
    assert any("must differ" in problem for problem in checks.problems())


MAIL = {"EMAIL_HOST": "mail.example", "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False, "EMAIL_HOST_PASSWORD": ""}


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        ({}, "EMAIL_USE_TLS or EMAIL_USE_SSL must be 1"),
        ({"EMAIL_WITHOUT_TLS": "catcher"}, "EMAIL_USE_TLS or EMAIL_USE_SSL must be 1"),
        ({"EMAIL_USE_TLS": True, "EMAIL_USE_SSL": True}, "not both"),
        ({"EMAIL_WITHOUT_TLS": "mail.example", "EMAIL_HOST_PASSWORD": "ours"}, "must not travel without TLS"),
        ({"EMAIL_USE_TLS": True, "EMAIL_HOST_PASSWORD": "ours"}, None),
        ({"EMAIL_USE_SSL": True}, None),
        ({"EMAIL_WITHOUT_TLS": "mail.example"}, None),
        ({"EMAIL_HOST": "127.0.0.1", "EMAIL_HOST_PASSWORD": "ours"}, None),
    ],
)
def test_mail_goes_over_tls_or_to_a_server_that_was_named(production: Any, mail: dict[str, Any], said: str) -> None:
    for name, value in {**MAIL, **mail}.items():
        setattr(production, name, value)
    found = checks.problems()
    assert [said in problem for problem in found] == [True] if said else found == []


def test_an_encryption_key_that_is_another_secret_too_is_refused(production: Any) -> None:
    production.AUDIT_KEY = production.ENCRYPTION_KEYS.partition(":")[2]
    assert any("used for something else too" in problem for problem in checks.problems())


@pytest.mark.django_db
@pytest.mark.req("A11")
def test_it_does_not_start_without_a_key_that_something_is_sealed_under() -> None:
    AccessCodeFactory()
    assert checks.missing_keys() == []
    with ring("new"):
        with pytest.raises(SystemCheckError, match="ENCRYPTION_KEYS must hold demonstration, put behind the others"):
            call_command("check", databases=["default"])
        with pytest.raises(ImproperlyConfigured, match="access codes are sealed under it"):
            checks.refuse_missing_keys()


def test_a_demonstration_may_have_it_all(production: Any) -> None:
    production.DEMONSTRATION, production.DEBUG, production.SECRET_KEY = True, True, "short"
    production.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    assert checks.report_unsafe_settings(None) == []


def test_a_demonstration_that_others_can_reach_is_warned_of(
    production: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    production.DEMONSTRATION = True
    checks.refuse_unsafe_settings()
    assert "WARNING: DEMONSTRATION=1 while ALLOWED_HOSTS names console.example" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        ("gunicorn", "--config", "python:providerdirect.server", "providerdirect.wsgi"),
        ("celery", "--app", "providerdirect", "worker", "--pool", "solo"),
        ("celery", "--app", "providerdirect", "beat", "--schedule", "{folder}/beat"),
    ],
)
def test_web_worker_and_scheduler_do_not_start(command: tuple[str, ...], tmp_path: Any) -> None:
    names = {"DJANGO_SETTINGS_MODULE", "SECRET_KEY", "CLOCK_AHEAD_SECONDS"}
    surroundings = {name: value for name, value in os.environ.items() if name not in names}
    surroundings |= (
        keys.PRODUCTION_LIKE | keys.fresh() | {"FINGERPRINT_KEY": "weak", "HTTPS": "0", "BIND": "127.0.0.1:0"}
    )
    tool = f"{os.path.dirname(sys.executable)}/{command[0]}"  # noqa: PTH120 - the link, not what it points to
    words = [word.format(folder=tmp_path) for word in command[1:]]
    done = subprocess.run(
        [tool, *words], cwd=CHECKOUT, env=surroundings, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode != 0
    assert "The service does not start with unsafe settings" in done.stdout + done.stderr
    assert "FINGERPRINT_KEY must be" in done.stdout + done.stderr
    assert "HTTPS must be 1" in done.stdout + done.stderr
