"""The security questions, as they are asked (S2). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .types import QuestionKind


@dataclass(frozen=True)
class Question:
    """A security question: what it is called, what the agent says, and what the answer field is labelled."""

    name: str
    ask: str
    label: str


ASKED: Mapping[QuestionKind, Question] = MappingProxyType(
    {
        QuestionKind.PAYMENT_GROUP: Question(
            "Payment group",
            "What is the {participant}'s payment group?",
            "Payment group that the caller gives",
        ),
        QuestionKind.REFERRING_OFFICER: Question(
            "Referring officer",
            "What are the referring officer's initials or name?",
            "Initials or name that the caller gives",
        ),
        QuestionKind.EMPLOYMENT_HISTORY: Question(
            "Employment history",
            "From the {participant}'s employment history, name an employer, for example the last one.",
            "Employer that the caller gives",
        ),
        QuestionKind.QUALIFICATIONS: Question(
            "Selected qualifications",
            "Name one of the {participant}'s selected qualifications.",
            "Qualification that the caller gives",
        ),
        QuestionKind.SIGNING_DAY_AND_CYCLE: Question(
            "Signing day and cycle",
            "What are the {participant}'s signing day and cycle?",
            "Signing day and cycle that the caller gives",
        ),
        QuestionKind.REFERRAL_DATE: Question(
            "Date of referral",
            "What is the date of the {participant}'s referral to {the_programme}?",
            "Date of referral that the caller gives",
        ),
    }
)
