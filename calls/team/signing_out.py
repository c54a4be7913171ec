"""Signing out in the middle of a call: the call stays open, and the agent is told so first."""

from django.urls import reverse

from accounts.leaving import Unfinished
from accounts.models import User

from ..selectors import open_call_of


def open_call(user: User) -> Unfinished | None:
    """The call that the person would leave behind, if any. One query."""
    ref = open_call_of(user.pk)
    if ref is None:
        return None
    return Unfinished(
        heading=f"You still have call {ref} open",
        explanation=(
            "Signing out does not end the call: it stays open in your name until you sign in again.",
            "If the caller is still there, finish the call, or ask your team leader to hand it to somebody else. "
            "If the caller has gone, go back and end the call.",
        ),
        address=reverse("calls:call", args=[ref]),
        go_back=f"Go back to call {ref}",
    )
