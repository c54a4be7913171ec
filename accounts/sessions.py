"""What a session carries, from the password to the last page (G1).

A session is begun by the password, completed by the second factor, and is the only one of its person: completing
another ends it (decision 0021). Moments are real seconds (`time.time()`), never the demonstration clock.
"""

import secrets
import time
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device

from core import clock

from .models import User
from .rules import Ended, SessionFacts, SessionLimits, why_ended

STARTED, SEEN, TOKEN, NEXT = "started", "seen", "token", "next"
SEEN_EVERY = 60
"""Seconds between two notes of use, so that not every page writes to the session's row."""


def begin(request: HttpRequest, user: User, *, next_page: str) -> None:
    """After the password: a new session that leads to the second factor and nowhere else."""
    request.session.flush()
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[STARTED] = request.session[SEEN] = time.time()
    request.session[NEXT] = next_page


def complete(request: HttpRequest, *, device: Device, token: str) -> str:
    """After the second factor: the session gets a new name and its person's token. Returns the page to go to."""
    request.session.cycle_key()
    rotate_token(request)
    next_page: str = request.session.pop(NEXT, "")
    request.session.update(marks(device, token))
    return next_page


def marks(device: Device, token: str) -> dict[str, Any]:
    """What a session that has passed the second factor holds."""
    now = time.time()
    return {DEVICE_ID_SESSION_KEY: device.persistent_id, TOKEN: token, STARTED: now, SEEN: now}


def new_token() -> str:
    return secrets.token_urlsafe(32)


def ended(request: HttpRequest, user: User) -> Ended | None:
    """Why the session of this signed-in person is over, or None while it may go on."""
    session = request.session
    facts = SessionFacts(
        started=_moment(session, STARTED),
        seen=_moment(session, SEEN),
        verified=bool(session.get(TOKEN)),
        newest=secrets.compare_digest(str(session.get(TOKEN, "")), user.session_token),
    )
    return why_ended(facts, now=time.time(), limits=limits())


def note_use(session: SessionBase, user: User) -> None:
    """Put off the idle time-out, and note for others that the person is there."""
    if time.time() - _moment(session, SEEN) >= SEEN_EVERY:
        session[SEEN] = time.time()
        User.objects.filter(pk=user.pk).update(last_seen_at=clock.machine_now())


def limits() -> SessionLimits:
    return SessionLimits(
        idle=settings.SESSION_IDLE_SECONDS,
        absolute=settings.SESSION_ABSOLUTE_SECONDS,
        signing_in=settings.SIGNING_IN_SECONDS,
    )


def _moment(session: SessionBase, key: str) -> float:
    """A moment the session holds; one that is missing is long past."""
    return float(session.get(key, 0))
