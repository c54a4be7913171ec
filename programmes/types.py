"""The words that every programme's policy is made of (P1). Pure: no Django, no database, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Programme(StrEnum):
    """One line a programme; the value is the name of the module that declares its policy."""

    WORK_PROGRAMME = "wp"
    MANDATORY_WORK_ACTIVITY = "mwa"


class QuestionKind(StrEnum):
    """What a participant security question asks for (S2)."""

    PAYMENT_GROUP = "payment_group"
    REFERRING_OFFICER = "referring_officer"
    EMPLOYMENT_HISTORY = "employment_history"
    QUALIFICATIONS = "qualifications"
    SIGNING_DAY_AND_CYCLE = "signing_day_and_cycle"
    REFERRAL_DATE = "referral_date"


class Weekday(StrEnum):
    """The days on which people sign."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"


SIGNING_CYCLES = (1, 2)


@dataclass(frozen=True)
class SigningDayAndCycle:
    """The day on which someone signs, and in which week of the fortnight."""

    day: Weekday
    cycle: int

    def __post_init__(self) -> None:
        if self.cycle not in SIGNING_CYCLES:
            raise ValueError("A signing cycle is 1 or 2.")

    def __str__(self) -> str:
        return f"{self.day.capitalize()}, cycle {self.cycle}"


PAYMENT_GROUPS: Mapping[int, str] = MappingProxyType(
    {
        1: "JSA, aged 18 to 24",
        2: "JSA, aged 25 and over",
        3: "JSA, early access",
        4: "JSA, formerly on Incapacity Benefit",
        5: "ESA volunteers",
        6: "New ESA claimants",
        7: "ESA, formerly on Incapacity Benefit",
        8: "Incapacity Benefit and Income Support volunteers",
        9: "JSA, prison leavers",
    }
)

# A tuple is every text that LMS holds for a free answer: ("Jane Smith", "JS"), employers, qualifications.
HeldAnswer = date | int | SigningDayAndCycle | tuple[str, ...]
HeldAnswers = Mapping[QuestionKind, HeldAnswer]  # only those that are usable


class AdviceRow(StrEnum):
    """The rows of the advice table (C5 to C9)."""

    RAISE_LIVE = "raise_live"
    DO_NOT_RAISE_DETAILS_CHANGED = "do_not_raise_details_changed"
    RAISE_DORMANT = "raise_dormant"
    DO_NOT_RAISE_NO_BENEFIT = "do_not_raise_no_benefit"


class DeclinedPurpose(StrEnum):
    """Reasons for a call that the service does not deal with (E5)."""

    JOB_OUTCOME = "job_outcome"
    UNIVERSAL_CREDIT = "universal_credit"
    OTHER = "other"


class ComplaintStage(StrEnum):
    """Who deals with a complaint at one stage of its route (K1, K2, K3)."""

    AGENT = "agent"
    TEAM_LEADER = "team_leader"
    AGENTS_MANAGER = "agents_manager"
    MANAGERS_MANAGER = "managers_manager"
    RESOLUTION_TEAM = "resolution_team"
    PERFORMANCE_MANAGER = "performance_manager"


class CautionKind(StrEnum):
    """Why Provider Direct may not be appropriate (C10)."""

    TOLD_IN_ADVANCE = "told_in_advance"
    RECENT_REFERRAL = "recent_referral"


class DeskColumn(StrEnum):
    """The columns of the desk aide's table for recording what was said (R2, Annex A)."""

    DATE_SIGNED_OFF = "Date signed off"
    NEW_ADDRESS = "New address"
    NEW_PHONE_NUMBER = "New phone number"
    EMPLOYMENT_DETAILS = "Employment details"
    OTHER = "Other"
    RECORD_UPDATED = "Date {participant} record updated"
