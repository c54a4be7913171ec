"""The rules of a call that need neither Django nor a database."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from providers.rules import Ineligible

MOST_PARTICIPANTS = 10
CORRECTIONS = 3
MOST_TRIES = 1 + CORRECTIONS


class Outcome(StrEnum):
    """How a call ended; every call has exactly one (R3)."""

    COMPLETED = "completed"
    NOT_ELIGIBLE = "not_eligible"
    ACCESS_CODE_FAILED = "access_code_failed"
    FAILED_CHECK = "failed_check"
    PURPOSE_DECLINED = "purpose_declined"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        return _OUTCOME_LABELS[self]


CODE_NOT_CHECKED = "Access code not checked"
"""How a call ended that ended at the access code with nothing judged: there was none in force, or it was on hold."""

_OUTCOME_LABELS = {
    Outcome.COMPLETED: "Completed",
    Outcome.NOT_ELIGIBLE: "Caller not eligible",
    Outcome.ACCESS_CODE_FAILED: "Access code failed",
    Outcome.FAILED_CHECK: "Ended after a failed security check",
    Outcome.PURPOSE_DECLINED: "Purpose declined",
    Outcome.ABANDONED: "Abandoned",
}


class Identified(StrEnum):
    """What became of a National Insurance number and name (S1, S7, S10)."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    BLOCKED = "blocked"


class Then(StrEnum):
    """What the agent does after a participant (S6)."""

    ANOTHER = "another"
    FINISH = "finish"
    END = "end"


class Detail(StrEnum):
    """What a caller can have checked (C2)."""

    ADDRESS = "address"
    PHONE = "phone"
    ENTITLEMENT = "entitlement"


class Standing(StrEnum):
    """Where one participant stands in a call, derived from what is recorded of them."""

    NOT_FOUND = "not found"
    BLOCKED = "not dealt with here"
    BEING_CHECKED = "being checked"
    FAILED = "failed the security check"
    UNIVERSAL_CREDIT = "Universal Credit"
    PASSED = "passed the security check"
    ADVISED = "advised"


def standing(*, identified: Identified, passed: bool | None, universal_credit: bool | None, advised: bool) -> Standing:
    """One participant's standing from its recorded facts."""
    if identified is not Identified.FOUND:
        return Standing.NOT_FOUND if identified is Identified.NOT_FOUND else Standing.BLOCKED
    if passed is None:
        return Standing.BEING_CHECKED
    if not passed:
        return Standing.FAILED
    if universal_credit:
        return Standing.UNIVERSAL_CREDIT
    return Standing.ADVISED if advised else Standing.PASSED


def choices_after(number: int, where: Standing) -> tuple[Then, ...]:
    """What may follow participant `number` (L2: no eleventh; S6: ending early only on a failed check)."""
    another = [Then.ANOTHER] if number < MOST_PARTICIPANTS else []
    end = [Then.END] if where is Standing.FAILED else []
    return (*another, Then.FINISH, *end)


def to_offer(asked: Collection[Detail]) -> tuple[Detail, ...]:
    """What the caller did not ask for and is offered (C2). Entitlement is always looked up."""
    return tuple(detail for detail in (Detail.ADDRESS, Detail.PHONE) if detail not in asked)


NO_CODE = "NO_CODE"


def against(reasons: Iterable[str]) -> list[str]:
    """What speaks against a caller, in words for the agent and the business management team (E7)."""
    return [_AGAINST[reason] for reason in reasons]


_AGAINST = {reason.name: reason.value for reason in Ineligible} | {
    NO_CODE: "The prime provider has no access code in force"
}
