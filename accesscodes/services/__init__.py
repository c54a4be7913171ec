"""What changes codes: making, issuing, checking, replacing. Nothing here returns a code that a page could show (A5)."""

from .checking import (
    AlreadyAnswered,
    CodeOnHold,
    NoCodeInForce,
    NotDemonstration,
    answer_challenge,
    demonstration_code,
    draw_challenge,
)
from .copies import NoPlan, NotASpoc, NotYetSent, Superseded, acknowledge, send_again
from .issuing import IssueIncomplete, NotAnIssueDay, issue_codes, send_reminders
from .making import CodeExists, NotAPrime, NoUniqueCode, destroy_codes, make_code, make_missing_codes, make_present_code
from .replacing import AlreadyReplaced, BadMoment, MomentTaken, NoReason, replace_code
from .watching import HoldOver, NoReasonToRelease, limits, release, see_alert

__all__ = [
    "AlreadyAnswered",
    "AlreadyReplaced",
    "BadMoment",
    "CodeExists",
    "CodeOnHold",
    "HoldOver",
    "IssueIncomplete",
    "MomentTaken",
    "NoCodeInForce",
    "NoPlan",
    "NoReason",
    "NoReasonToRelease",
    "NoUniqueCode",
    "NotAPrime",
    "NotASpoc",
    "NotAnIssueDay",
    "NotDemonstration",
    "NotYetSent",
    "Superseded",
    "acknowledge",
    "answer_challenge",
    "demonstration_code",
    "destroy_codes",
    "draw_challenge",
    "issue_codes", "limits",
    "make_code",
    "make_missing_codes",
    "make_present_code",
    "release",
    "replace_code",
    "see_alert",
    "send_again",
    "send_reminders",
]  # fmt: skip
