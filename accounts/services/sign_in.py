"""Signing in and out, and being refused: what the record says of it (G1, G2)."""

from django.db import transaction

from audit.actions import Action
from audit.services import record

from ..models import User

SIGN_IN_CHAIN = "sign-in"


def chain_of(user: User) -> str:
    """The chain in which everything about one person is recorded."""
    return f"person:{user.pk}"


def record_sign_in_refused(*, email: str, locked_out: bool) -> None:
    """A wrong password, or an address that belongs to nobody; the record holds no address that was typed."""
    with transaction.atomic():
        user = User.objects.filter(email=email).first()
        record(
            Action.SIGN_IN_REFUSED,
            chain=chain_of(user) if user else SIGN_IN_CHAIN,
            subject=chain_of(user) if user else "",
            detail={"locked_out": locked_out},
        )


def record_password_passed(*, user: User) -> None:
    """A right password: nobody is signed in yet, but where no second factor follows, somebody else may know it.

    It proves no person, so the row has no actor.
    """
    with transaction.atomic():
        record(Action.PASSWORD_PASSED, chain=chain_of(user), subject=chain_of(user))


def record_refusal(*, user: User, page: str) -> None:
    """Someone signed in asked for a page that their role may not use. `page` is the page's name in the code."""
    with transaction.atomic():
        record(Action.PERMISSION_REFUSED, chain=chain_of(user), actor=user, subject=page, detail={"role": user.role})


def sign_out(*, user: User) -> None:
    """End the person's one session."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).filter(pk=user.pk).update(session_token="")
        record(Action.SIGNED_OUT, chain=chain_of(user), actor=user)
