"""One's own password, asked for again of someone signed in: somebody else may sit at an unlocked desk (G1).

A wrong try is counted and recorded even though it raises: the exception leaves after the transaction.
"""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from audit.actions import Action
from audit.services import record

from ..models import User
from ..rules import Ended
from .second_factor import make_recovery_codes
from .sign_in import chain_of

WRONG_IN_A_ROW = 5
SAME_AS_BEFORE = "New password must be different from your present one"


class WrongPassword(Exception):
    """That is not the person's present password."""


class SessionOver(Exception):
    """The session that asks is over, by this wrong password or before it; `why` is for the sign-in page."""

    def __init__(self, why: Ended) -> None:
        super().__init__()
        self.why = why


def change_password(*, user_id: int, session_token: str, old: str, password: str) -> User:
    """Set a new password in place of the old one, for the session of this token.

    Raises WrongPassword, SessionOver, or django's ValidationError for a weak new password.
    """
    with transaction.atomic():
        user = _signed_in(user_id, session_token)
        problem = _refusal(user, old) or _weakness(user, password)
        if problem is None:
            user.set_password(password)
            user.save(update_fields=["password"])
            record(Action.PASSWORD_CHOSEN, chain=chain_of(user), actor=user, detail={"by": "account page"})
            return user
    raise problem


def renew_recovery_codes(*, user_id: int, session_token: str, old: str) -> tuple[str, ...]:
    """Ten new codes for someone who kept codes before, by the password. Raises WrongPassword or SessionOver."""
    with transaction.atomic():
        user = _signed_in(user_id, session_token)
        problem = _refusal(user, old)
        if problem is None:
            return make_recovery_codes(user_id=user_id)
    raise problem


def _signed_in(user_id: int, session_token: str) -> User:
    """The person, locked, while the session that asks is still theirs: of many tries sent at once, five count."""
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id, is_active=True).first()
    if user is None or user.session_token != session_token:
        raise SessionOver(Ended.ELSEWHERE)
    return user


def _refusal(user: User, password: str) -> WrongPassword | SessionOver | None:
    """What to raise once this try is counted and recorded; None for the right password, which starts the count anew."""
    right = user.check_password(password)
    user.wrong_passwords = 0 if right else user.wrong_passwords + 1
    over = user.wrong_passwords >= WRONG_IN_A_ROW
    if over:
        user.session_token = ""
    user.save(update_fields=["wrong_passwords", "session_token"])
    if right:
        return None
    detail = {"in_a_row": user.wrong_passwords, "signed_out": over}
    record(Action.PASSWORD_REFUSED, chain=chain_of(user), actor=user, detail=detail)
    return SessionOver(Ended.WRONG_PASSWORD) if over else WrongPassword()


def _weakness(user: User, password: str) -> ValidationError | None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        return weak
    return ValidationError(SAME_AS_BEFORE, code="same") if user.check_password(password) else None
