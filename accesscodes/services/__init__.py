"""What changes codes: making, issuing, checking, replacing. Nothing here returns a code that a page could show (A5)."""

from .checking import (
    AlreadyAnswered,
    NoCodeInForce,
    NotDemonstration,
    answer_challenge,
    demonstration_code,
    draw_challenge,
)
from .making import CodeExists, NotAPrime, NoUniqueCode, destroy_codes, make_code, make_missing_codes, make_present_code

__all__ = [
    "AlreadyAnswered",
    "CodeExists",
    "NoCodeInForce",
    "NoUniqueCode",
    "NotAPrime",
    "NotDemonstration",
    "answer_challenge",
    "demonstration_code",
    "destroy_codes",
    "draw_challenge",
    "make_code",
    "make_missing_codes",
    "make_present_code",
]
