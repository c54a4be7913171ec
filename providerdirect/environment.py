"""Settings read from the environment, and the database address taken apart."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

CHECKOUT = Path(__file__).resolve().parent.parent
LOCAL = Path(os.environ.get("PD_LOCAL_DIR") or CHECKOUT / ".local").resolve()
DEMONSTRATION_ENCRYPTION_KEY = bytes(range(1, 33))
TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """True or false. Raises ImproperlyConfigured for a word that is neither."""
    raw = text(name, "1" if default else "0").lower()
    if raw in TRUE:
        return True
    if raw in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}.")


def number(name: str, default: int, *, lowest: int, highest: int) -> int:
    """A whole number from `lowest` to `highest`; left empty, the default. Raises ImproperlyConfigured for another."""
    raw = text(name) or str(default)
    allowed = f"{name} must be a whole number from {lowest} to {highest}, not {raw!r}."
    try:
        found = int(raw)
    except ValueError:
        raise ImproperlyConfigured(allowed) from None
    if not lowest <= found <= highest:
        raise ImproperlyConfigured(allowed)
    return found


def rising(*limits: tuple[str, int], highest: int) -> list[int]:
    """Whole numbers from 1 to `highest`, none smaller than the one before. Raises ImproperlyConfigured for another."""
    found, least, before = [], 1, "1"
    for name, default in limits:
        found.append(number(name, default, lowest=1, highest=highest))
        if found[-1] < least:
            raise ImproperlyConfigured(f"{name} must be at least {before}: it is {found[-1]}.")
        least, before = found[-1], f"{name} ({found[-1]})"
    return found


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a postgresql:// address. Raises ImproperlyConfigured for another."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgresql:// (PostgreSQL is the only database).")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or "postgres"),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(query.pop("port", None) or parts.port or ""),
        "OPTIONS": query,
    }


def time_limits(*, statement: int, lock: int) -> dict[str, str]:
    """Connection options that make PostgreSQL give up (seconds; 0 is for ever) rather than keep a caller waiting."""
    return {"options": f"-c statement_timeout={statement * 1000} -c lock_timeout={lock * 1000}"}
