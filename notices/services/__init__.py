"""Posting, sending and deciding about emails (A7 to A9)."""

from ..kinds import NothingToSay
from ..rules import NotNow
from .deciding import mark_sent, send_again, withdraw
from .lost import dispatch_waiting, park_lost
from .posting import post
from .sending import send

__all__ = [
    "NotNow", "NothingToSay", "dispatch_waiting", "mark_sent", "park_lost", "post", "send",
    "send_again", "withdraw",
]  # fmt: skip
