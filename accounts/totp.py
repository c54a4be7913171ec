"""Six-digit codes from an authenticator app (RFC 6238: SHA-1, 30 seconds, six digits)."""

import base64
import hmac
import io
import secrets
import time
from urllib.parse import quote, urlencode

import segno
from django_otp.oath import hotp

ISSUER = "Provider Direct"
STEP_SECONDS = 30
DRIFT_STEPS = 1
SECRET_BYTES = 20
DIGITS = 6


def new_secret() -> str:
    """A fresh secret as base32 text, which is how authenticator apps take it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def in_groups(secret: str, size: int = 4) -> str:
    """The secret in groups, for typing by hand."""
    return " ".join(secret[start : start + size] for start in range(0, len(secret), size))


def step_at(moment: float) -> int:
    return int(moment) // STEP_SECONDS


def code_for_step(secret: str, step: int) -> str:
    return f"{hotp(base64.b32decode(secret), step, DIGITS):0{DIGITS}d}"


def current_code(secret: str) -> str:
    """The six digits that an app shows now."""
    return code_for_step(secret, step_at(time.time()))


def matching_step(secret: str, code: str, *, at: float, after: int) -> int | None:
    """The step whose code this is, one step of drift either way; None for a wrong code.

    Steps up to and including `after` were used already and never match, so that a code works once.
    """
    digits = "".join(code.split())
    if not (len(digits) == DIGITS and digits.isascii() and digits.isdigit()):
        return None
    present = step_at(at)
    found = None
    for step in range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1):
        same = hmac.compare_digest(code_for_step(secret, step), digits)
        if same and step > after and found is None:
            found = step
    return found


def enrolment_address(secret: str, *, email: str) -> str:
    """The otpauth:// address that the QR code holds."""
    label = quote(f"{ISSUER}:{email}", safe="")
    query = urlencode({"secret": secret, "issuer": ISSUER, "digits": DIGITS, "period": STEP_SECONDS}, quote_via=quote)
    return f"otpauth://totp/{label}?{query}"


def qr_svg(address: str) -> str:
    """The address as an inline <svg> of attributes only, which a strict content security policy allows."""
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        buffer, kind="svg", scale=6, border=4, light="#ffffff", dark="#000000",
        xmldecl=False, svgns=True, svgclass=None, lineclass=None, title="QR code to scan", nl=False,
    )  # fmt: skip
    return buffer.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)
