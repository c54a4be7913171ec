"""What is recorded of a call: the call itself, and what its team leader has to do with it."""

from .call import Advice, Call, CallParticipant, Sought, Submission
from .team import Closing, DepartureReview, HandOver, HelpRequest

__all__ = [
    "Advice",
    "Call",
    "CallParticipant",
    "Closing",
    "DepartureReview",
    "HandOver",
    "HelpRequest",
    "Sought",
    "Submission",
]
