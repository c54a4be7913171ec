"""A fresh set of keys, as lines for an environment file: `make keys`."""

import base64
import secrets
from datetime import UTC, datetime

PRODUCTION_LIKE = {
    "DEMONSTRATION": "0",
    "DEBUG": "0",
    "HTTPS": "1",
    "ALLOWED_HOSTS": "console.example",
    "CSRF_TRUSTED_ORIGINS": "https://console.example",
    "SITE_URL": "https://console.example",
    "EMAIL_HOST": "mail.example",
    "EMAIL_USE_TLS": "1",
    "REDIS_URL": "redis://broker:6379/0",
}


def fresh() -> dict[str, str]:
    """Every secret the settings ask for, newly drawn."""
    key_id = datetime.now(UTC).strftime("%Y%m%d")
    return {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ENCRYPTION_KEYS": f"{key_id}:{base64.b64encode(secrets.token_bytes(32)).decode()}",
        "FINGERPRINT_KEY": secrets.token_urlsafe(48),
        "AUDIT_KEY": secrets.token_urlsafe(48),
    }


if __name__ == "__main__":
    for name, value in fresh().items():
        print(f"{name}={value}")
