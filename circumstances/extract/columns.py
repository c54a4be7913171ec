"""What an extract of participants holds: one kind of row for each kind of fact, told apart by `record`. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What a row is about. A participant's rows stand together, the person row first."""

    PERSON = "person"
    REFERRAL = "referral"
    QUALIFICATION = "qualification"
    EMPLOYMENT = "employment"
    ADDRESS = "address"
    PHONE = "phone"
    CLAIM = "claim"
    CHANGE = "change"


ALWAYS = ("record", "nino")
OWN: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.PERSON: ("full_name", "special_handling"),
        Kind.REFERRAL: (
            "reference",
            "programme",
            "prime",
            "referred_on",
            "payment_group",
            "officer_name",
            "officer_initials",
            "signing_day",
            "signing_cycle",
        ),
        Kind.QUALIFICATION: ("reference", "qualification"),
        Kind.EMPLOYMENT: ("employer", "job_title", "started_on", "ended_on"),
        Kind.ADDRESS: ("line_1", "line_2", "town", "postcode", "started_on", "ended_on"),
        Kind.PHONE: ("phone",),
        Kind.CLAIM: ("benefit", "started_on", "ended_on", "dormant_from", "reason_ended"),
        Kind.CHANGE: ("noted_on", "description"),
    }
)
# In the order of the file; a column that several kinds share comes once.
COLUMNS: tuple[str, ...] = (*ALWAYS, *dict.fromkeys(column for kind in Kind for column in OWN[kind]))
